import type { JsonValue } from '../../contract/parts.ts';
import { Breakable } from '../ui/Breakable.tsx';
import { JsonView } from '../ui/JsonView.tsx';
import classes from './ContentView.module.css';
import { contentOf } from './content-of.ts';

export type ContentViewProps = { value: JsonValue; label: string };

/** What went into a model or came out of it: text, a conversation, an image, or JSON. */
export function ContentView({ value, label }: ContentViewProps) {
  const content = contentOf(value);
  switch (content.kind) {
    case 'text':
      return (
        <p className={classes.text}>
          {/\s/.test(content.text) ? content.text : <Breakable text={content.text} />}
        </p>
      );
    case 'chat':
      return (
        <ol className={classes.chat} aria-label={label}>
          {content.turns.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns have no identity but their place.
            <li key={index} data-role={turn.role === 'user' ? 'user' : 'other'}>
              <span className={classes.role}>{turn.role}</span>
              <span className={classes.words}>{turn.words}</span>
            </li>
          ))}
        </ol>
      );
    case 'image':
      return <ImageView {...content} label={label} />;
    case 'parts':
      return (
        <div className={classes.parts}>
          {content.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <ContentView key={index} value={part} label={`${label}, part ${index + 1}`} />
          ))}
        </div>
      );
    case 'record':
      return (
        <div className={classes.parts}>
          {content.texts.map(({ name, text }) => (
            <div key={name}>
              <span className={classes.role}>{name}</span>
              <p className={classes.text}>{text}</p>
            </div>
          ))}
          {Object.keys(content.rest).length > 0 ? <JsonView value={content.rest} label={label} /> : null}
        </div>
      );
    case 'json':
      return <JsonView value={value} label={label} />;
    default:
      return content satisfies never;
  }
}

type ImageViewProps = { source: string | null; address: string; about: string; label: string };

/** Images of other origins are never loaded: the browser would tell that origin who reviews what. */
function ImageView({ source, address, about, label }: ImageViewProps) {
  if (source) {
    return (
      <figure className={classes.figure}>
        <img
          className={classes.image}
          src={source}
          alt={about || `${label}: an image without a description`}
        />
        {about ? <figcaption className="soft">{about}</figcaption> : null}
      </figure>
    );
  }
  return (
    <p>
      Image kept elsewhere:{' '}
      <a href={address} target="_blank" rel="noopener noreferrer" className="break">
        {about || address}
      </a>
    </p>
  );
}
