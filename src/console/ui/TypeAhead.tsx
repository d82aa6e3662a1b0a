import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react';
import { rankMatches } from './rank-matches.ts';
import classes from './TypeAhead.module.css';

export type TypeAheadProps = {
  label: string;
  placeholder: string;
  names: readonly string[];
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
  onPick: (name: string) => void;
  /** Escape in an empty field. */
  onLeave: () => void;
};

/** As many as fit beside the field; typing one more letter is quicker than scrolling. */
const mostShown = 8;

/** A field that finds names while one types: arrows choose, Enter takes, Escape leaves. */
export function TypeAhead({ label, placeholder, names, disabled, ref, onPick, onLeave }: TypeAheadProps) {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = rankMatches(typed, names).slice(0, mostShown);
  const at = Math.min(active, found.length - 1);
  const shown = open && found.length > 0;
  useEffect(() => {
    if (open) list.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const take = (name: string | undefined) => {
    if (!name) return;
    setTyped('');
    setOpen(false);
    setActive(0);
    onPick(name);
  };
  const leave = () => {
    if (typed) setTyped('');
    else onLeave();
    setOpen(false);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const many = Math.max(found.length, 1);
    if (event.key === 'ArrowDown') setActive(open ? (at + 1) % many : at);
    else if (event.key === 'ArrowUp') setActive((at - 1 + many) % many);
    else if (event.key === 'Enter') take(found[at]);
    else if (event.key === 'Escape') leave();
    else return;
    if (event.key.startsWith('Arrow')) setOpen(true);
    event.preventDefault();
  };
  return (
    <div className={classes.field}>
      <input
        ref={ref}
        className={classes.input}
        role="combobox"
        aria-label={label}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${listId}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        disabled={disabled}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      {open && found.length === 0 ? <p className={classes.none}>Nothing fits “{typed}”.</p> : null}
      <div ref={list} className={classes.list} id={listId} role="listbox" aria-label={label} hidden={!shown}>
        {found.map((name, index) => (
          <Option
            key={name}
            id={`${listId}-${index}`}
            name={name}
            active={index === at}
            onTake={() => take(name)}
          />
        ))}
      </div>
    </div>
  );
}

type OptionProps = { id: string; name: string; active: boolean; onTake: () => void };

function Option({ id, name, active, onTake }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys; the list is named by aria-activedescendant.
    <div
      id={id}
      className={classes.option}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {name}
    </div>
  );
}
