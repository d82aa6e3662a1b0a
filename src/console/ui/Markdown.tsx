import type { ReactNode } from 'react';
import classes from './Markdown.module.css';
import { type Block, parseMarkdown, type Span } from './parse-markdown.ts';

/** Markdown of guidelines as elements: no HTML passes through, so none can be injected. */
export function Markdown({ text }: { text: string }) {
  const blocks = parseMarkdown(text);
  const top = Math.min(...blocks.map((block) => (block.kind === 'heading' ? block.level : 6)));
  return <div className={classes.markdown}>{blocks.map((block, index) => showBlock(block, index, top))}</div>;
}

/** A text stands below a level-two heading: its own highest heading becomes the third level, whatever it is written as. */
function showBlock(block: Block, index: number, top: number): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = (['h3', 'h4', 'h5'] as const)[block.level - top] ?? 'h6';
      return <Heading key={index}>{block.spans.map(showSpan)}</Heading>;
    }
    case 'paragraph':
      return <p key={index}>{block.spans.map(showSpan)}</p>;
    case 'quote':
      return <blockquote key={index}>{block.spans.map(showSpan)}</blockquote>;
    case 'code':
      return <pre key={index}>{block.text}</pre>;
    case 'rule':
      return <hr key={index} />;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List key={index}>
          {block.items.map((item, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
            <li key={place}>{item.map(showSpan)}</li>
          ))}
        </List>
      );
    }
    default:
      return block satisfies never;
  }
}

function showSpan(span: Span, index: number): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'strong':
      return <strong key={index}>{span.text}</strong>;
    case 'emphasis':
      return <em key={index}>{span.text}</em>;
    case 'code':
      return <code key={index}>{span.text}</code>;
    case 'link':
      return (
        <a key={index} href={span.href} target="_blank" rel="noopener noreferrer">
          {span.text}
        </a>
      );
    default:
      return span satisfies never;
  }
}
