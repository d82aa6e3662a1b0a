import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from './Icon.tsx';

export type CopyButtonProps = { text: string; label: string; wide?: boolean };

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label, wide }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const icon = <Icon name={copied ? 'check' : 'copy'} size={16} />;
  const said = (
    <span role="status" className="unseen">
      {copied ? 'Copied' : ''}
    </span>
  );
  if (wide) {
    return (
      <Button variant="default" leftSection={icon} onClick={copy}>
        {copied ? 'Copied' : label}
        {said}
      </Button>
    );
  }
  return (
    <ActionIcon variant="default" aria-label={label} title={copied ? 'Copied' : label} onClick={copy}>
      {icon}
      {said}
    </ActionIcon>
  );
}

/** Over plain HTTP to another machine browsers offer no clipboard; the old way still works there. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
