import classes from './CodeView.module.css';
import { Scroll } from './Scroll.tsx';

export type JsonViewProps = { value: unknown; label: string };

/** JSON with its parts told apart by colour; scrolls inside itself and can be reached by keyboard. */
export function JsonView({ value, label }: JsonViewProps) {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return (
    <Scroll label={label} className={classes.code}>
      {tokens(text).map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place.
        <span key={index} data-token={token.kind}>
          {token.text}
        </span>
      ))}
    </Scroll>
  );
}

type Token = { kind: 'name' | 'text' | 'number' | 'word' | 'plain'; text: string };

const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ kind: 'plain', text: text.slice(end, match.index) });
    const kind = match[1] ? (match[2] ? 'name' : 'text') : match[3] ? 'number' : 'word';
    found.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: 'plain', text: text.slice(end) });
  return found;
}
