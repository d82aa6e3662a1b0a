import { useState } from 'react';

/** A yes or no that this browser remembers. */
export function useRemembered(name: string, initial: boolean): [boolean, () => void] {
  const [on, setOn] = useState(() => read(name) ?? initial);
  const toggle = () => {
    setOn(!on);
    write(name, !on);
  };
  return [on, toggle];
}

function read(name: string): boolean | null {
  try {
    const kept = localStorage.getItem(`steerhouse.${name}`);
    return kept === null ? null : kept === 'yes';
  } catch {
    return null;
  }
}

function write(name: string, on: boolean): void {
  try {
    localStorage.setItem(`steerhouse.${name}`, on ? 'yes' : 'no');
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
