import { useCallback, useEffect, useRef, useState } from 'react';

/** Long enough for the eye to catch, short enough to be over before the next key. */
const pulseMs = 160;

/** Which button's key was pressed just now, so that the button can show it. */
export function usePulse(): [string | null, (name: string) => void] {
  const [name, setName] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const pulse = useCallback((pressed: string) => {
    clearTimeout(timer.current);
    setName(pressed);
    timer.current = setTimeout(() => setName(null), pulseMs);
  }, []);
  return [name, pulse];
}
