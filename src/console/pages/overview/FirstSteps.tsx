import { Button } from '@mantine/core';
import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import { type CallExample, shellCall, typescriptCall } from '../../parts/example-calls.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './FirstSteps.module.css';

/** An empty Steerhouse teaches its own use: three steps to the first decision, with the exact calls. */
export function FirstSteps({ useCase }: { useCase: Static<typeof UseCase> | null }) {
  const given: CallExample = {
    ...(useCase ?? { slug: 'your-use-case', outputKind: 'class', classes: [], metadataFields: [] }),
    origin: window.location.origin,
    model: 'my-model-1',
  };
  return (
    <Panel title="Three steps to your first decision" hint="This page comes alive with the first one.">
      <ol className={classes.steps}>
        <li data-done={useCase !== null || undefined}>
          <h3>Say what is decided</h3>
          <p>
            A use case is one point where a model decides: its classes, what a mistake costs, and who owns it.
            Register a model version and publish a policy there.
          </p>
          <Button
            component={PathLink}
            path={paths.allUseCases()}
            size="xs"
            variant={useCase ? 'default' : 'filled'}
          >
            {useCase ? `Open ${useCase.name}` : 'Create a use case'}
          </Button>
        </li>
        <li>
          <h3>Let your system in</h3>
          <p>
            An API key lets a program submit decisions and hear what became of them. It can never judge one.
          </p>
          <Button component={PathLink} path={paths.apiKeys()} size="xs" variant="default">
            Create an API key
          </Button>
        </li>
        <li>
          <h3>Send a decision</h3>
          <p>From a shell:</p>
          <CodeView label="The call from a shell" text={shellCall(given)} />
          <p>Or from TypeScript, waiting for a person where the policy says so:</p>
          <CodeView label="The call from TypeScript" text={typescriptCall(given)} />
        </li>
      </ol>
    </Panel>
  );
}
