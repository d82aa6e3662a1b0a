import { CopyButton } from '../../ui/CopyButton.tsx';
import classes from './ExportHint.module.css';

/** How the same policy comes into a repository as YAML, and back. */
export function ExportHint({ slug, policyVersionId }: { slug: string; policyVersionId: string }) {
  const command = `npx steerhouse policy export ${slug} --version ${policyVersionId} > ${slug}.yaml`;
  return (
    <p className={classes.hint}>
      As YAML for a repository: <code className="break">{command}</code>
      <CopyButton text={command} label="Copy the command" />
    </p>
  );
}
