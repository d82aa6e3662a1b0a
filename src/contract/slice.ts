import Type from 'typebox';
import { Closed } from './parts.ts';

/** What decisions are parted by: their class, or a metadata field. */
export const SliceBy = Type.String({
  pattern: '^(label|metadata\\.[A-Za-z_][A-Za-z0-9_]{0,62})$',
  description: 'label, or metadata.<field>',
});
/** Where nothing is decided by the slice, model versions can be compared as well. */
export const SliceOrModelBy = Type.String({
  pattern: '^(label|model|metadata\\.[A-Za-z_][A-Za-z0-9_]{0,62})$',
  description: 'label, model, or metadata.<field>',
});
/** As a metadata field holds it, written as text. */
const value = Type.String({ maxLength: 2000 });
export const Slice = Closed({ by: SliceBy, value });

/** A number for each of some slices. */
export function bySlice<N extends ReturnType<typeof Type.Number> | ReturnType<typeof Type.Integer>>(
  number: N,
  { about, by, values }: { about: string; by: string; values: string },
) {
  return Closed(
    {
      by: { ...SliceBy, description: by },
      values: Type.Record(value, number, { minProperties: 1, description: values }),
    },
    { description: about },
  );
}
