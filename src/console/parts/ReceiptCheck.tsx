import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError } from '../../sdk/problem-error.ts';
import { CodeView } from '../ui/CodeView.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CheckStep, GivenReceipt } from './check-receipt.ts';
import { FailurePanel } from './FailurePanel.tsx';
import classes from './ReceiptCheck.module.css';
import { ledgerQuery, receiptQuery } from './receipts.ts';
import { tamper } from './tamper.ts';

/** Fetches the receipt of a ledger entry and checks it here in the browser, step by step. */
export function ReceiptCheck({ entryId }: { entryId: string }) {
  const receipt = useQuery(receiptQuery(entryId));
  const ledger = useQuery(ledgerQuery);
  if (isNotYet(receipt.error)) {
    return (
      <div className={classes.box} role="status">
        <p className={classes.wait}>
          <Icon name="clock" size={16} /> The entry is written and durable; its receipt exists as soon as the
          next checkpoint is signed.
        </p>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => receipt.refetch()}
          loading={receipt.isFetching}
        >
          Look again
        </Button>
      </div>
    );
  }
  const error = receipt.error ?? ledger.error;
  if (error) return <FailurePanel error={error} title="No receipt." onRetry={() => void receipt.refetch()} />;
  if (!receipt.data || !ledger.data) return <p className="soft">Fetching the receipt …</p>;
  const { entry, proof } = receipt.data;
  return <CheckedReceipt given={{ entryId, entry, proof, verifierKey: ledger.data.verifierKey }} />;
}

function CheckedReceipt({ given }: { given: GivenReceipt }) {
  const [tampered, setTampered] = useState(false);
  const entry = tampered ? tamper(given.entry) : given.entry;
  const check = useQuery({
    queryKey: ['receipt-check', given.entryId, given.proof, entry],
    queryFn: () => runCheck({ ...given, entry }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const steps = check.data ?? [];
  const holds = steps.length > 0 && steps.every((step) => step.ok);
  return (
    <div className={classes.box}>
      {check.error ? <FailurePanel error={check.error} title="The check could not run." /> : null}
      {steps.length > 0 ? <Verdict holds={holds} tampered={tampered} /> : <p className="soft">Checking …</p>}
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.sentence} data-ok={step.ok}>
            <Icon name={step.ok ? 'check' : 'close'} size={16} />
            <span>
              <span className="unseen">{step.ok ? 'Passed: ' : 'Failed: '}</span>
              {step.sentence}
            </span>
          </li>
        ))}
      </ol>
      <Button size="compact-sm" variant="default" onClick={() => setTampered(!tampered)}>
        {tampered ? 'Check the true entry again' : 'Try it: change one character'}
      </Button>
      <details className={classes.more}>
        <summary>Entry, receipt and key</summary>
        <CodeView label={tampered ? 'The changed entry' : 'The entry'} text={entry} />
        <CodeView label="The receipt" text={given.proof} />
        <CodeView label="The log’s key" text={given.verifierKey} />
        <p className="soft">
          The key came from this server. Compare it with the one you keep elsewhere; then not even the server
          can pass off another log as this one.
        </p>
      </details>
    </div>
  );
}

function Verdict({ holds, tampered }: { holds: boolean; tampered: boolean }) {
  const words = holds
    ? 'Verified in this browser'
    : tampered
      ? 'Refused: one character was changed, and the proof no longer fits'
      : 'This receipt does not hold';
  return (
    <p className={classes.verdict} data-holds={holds} role="status">
      <Icon name={holds ? 'shield' : 'alert'} size={18} />
      {words}
    </p>
  );
}

/** The cryptography is 12 KB that only a person who checks a receipt needs. */
async function runCheck(given: GivenReceipt): Promise<CheckStep[]> {
  const [{ checkReceipt }, { browserCrypto }] = await Promise.all([
    import('./check-receipt.ts'),
    import('./browser-crypto.ts'),
  ]);
  return checkReceipt(given, browserCrypto);
}

function isNotYet(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'receipt.not-yet';
}
