import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import classes from './Editor.module.css';

/** What a condition can be about, for this very use case. */
export function ConditionHelp({ useCase }: { useCase: Static<typeof UseCase> }) {
  const byClass = useCase.outputKind === 'class';
  const first = useCase.classes[0]?.name ?? 'fraud';
  return (
    <details className={classes.help}>
      <summary>What a condition can ask</summary>
      <p>
        Conditions are written in CEL: comparisons joined by <code>&amp;&amp;</code>, <code>||</code> and{' '}
        <code>!</code>.
      </p>
      <dl>
        <Row name="confidence" about="how sure the model was, 0 to 1" example="confidence >= 0.85" />
        <Row
          name="calibrated"
          about="how often the model is right when it is this sure, by the calibration map of the policy"
          example="calibrated >= 0.98"
        />
        <Row
          name="thresholds"
          about="the policy's named numbers"
          example="calibrated >= thresholds.release"
        />
        <Row name="model" about="name of the model version" example='model.startsWith("v2")' />
        <Row
          name="modelState"
          about="how the model version is run: active or probation"
          example='modelState == "probation"'
        />
        <Row name="now" about="when it is recorded, in UTC" example="now.getHours() >= 22" />
        <Row
          name="backlog"
          about="open tasks by tier, and how overdue the one due first is"
          example="backlog.tier1 > 500 || backlog.overdueSeconds > 600"
        />
        {byClass ? (
          <>
            <Row name="label" about="the class the model chose" example={`label in ["${first}"]`} />
            <Row
              name="probabilities"
              about="of the classes that were sent"
              example={`"${first}" in probabilities && probabilities["${first}"] > 0.1`}
            />
            <Row
              name="expectedImpact"
              about="chance of an error times what it costs, by the classes' impacts"
              example="expectedImpact > 0.5"
            />
          </>
        ) : null}
        {useCase.metadataFields.map((field) => (
          <Row
            key={field.name}
            name={`metadata.${field.name}`}
            about={`${field.type}${field.required ? '' : ', may be missing'}`}
            example={exampleOf(field)}
          />
        ))}
      </dl>
      {useCase.metadataFields.length === 0 ? (
        <p className="soft">Metadata fields are named in the settings of the use case.</p>
      ) : null}
    </details>
  );
}

function Row({ name, about, example }: { name: string; about: string; example: string }) {
  return (
    <div>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        {about}: <code>{example}</code>
      </dd>
    </div>
  );
}

function exampleOf({
  name,
  type,
  required,
  values,
}: Static<typeof UseCase>['metadataFields'][number]): string {
  const field = `metadata.${name}`;
  const asks = {
    string: `${field} == "${values?.[0] ?? '…'}"`,
    number: `${field} > 100.0`,
    integer: `${field} > 100`,
    boolean: field,
    timestamp: `${field} > timestamp("2025-01-01T00:00:00Z")`,
  }[type];
  return required ? asks : `has(${field}) && ${asks}`;
}
