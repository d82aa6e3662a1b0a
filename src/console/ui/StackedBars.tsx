import { type CSSProperties, useState } from 'react';
import type { Tone } from './Mark.tsx';
import classes from './StackedBars.module.css';
import { ticksTo } from './scale.ts';
import { countWords } from './words.ts';

export type Layer = { name: string; tone: Tone };
export type Column = { label: string; values: readonly number[] };

export type StackedBarsProps = {
  /** What the chart shows in one sentence; a table with the numbers stands beside it. */
  label: string;
  layers: readonly Layer[];
  columns: readonly Column[];
};

/**
 * Columns over time, each a stack of layers, the first layer at the bottom. Drawn in units of columns and values and
 * stretched by the browser, so that nothing has to be measured.
 */
export function StackedBars({ label, layers, columns }: StackedBarsProps) {
  const [over, setOver] = useState<number | null>(null);
  const totals = columns.map((column) => column.values.reduce((sum, value) => sum + value, 0));
  const ticks = ticksTo(Math.max(...totals, 0));
  const top = ticks.at(-1) ?? 1;
  const shown = over === null ? undefined : columns[over];
  return (
    <div className={classes.chart}>
      <div className={classes.plot}>
        {ticks.map((tick) => (
          <div key={tick} className={classes.grid} style={{ bottom: `${(tick / top) * 100}%` }}>
            <span>{countWords(tick)}</span>
          </div>
        ))}
        <svg
          viewBox={`0 0 ${columns.length} ${top}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const place = Math.floor(((event.clientX - box.left) / box.width) * columns.length);
            setOver(Math.max(0, Math.min(place, columns.length - 1)));
          }}
          onPointerLeave={() => setOver(null)}
        >
          {over === null ? null : <rect className={classes.over} x={over} y={0} width={1} height={top} />}
          {columns.map((column, index) => (
            <Stack key={column.label} layers={layers} values={column.values} x={index} floor={top} />
          ))}
        </svg>
        {shown && over !== null ? (
          <Reading layers={layers} column={shown} at={(over + 0.5) / columns.length} />
        ) : null}
      </div>
      <Feet columns={columns} />
    </div>
  );
}

type StackProps = { layers: readonly Layer[]; values: readonly number[]; x: number; floor: number };

function Stack({ layers, values, x, floor }: StackProps) {
  let y = floor;
  return layers.map((layer, index) => {
    const height = values[index] ?? 0;
    y -= height;
    return height > 0 ? (
      <rect
        key={layer.name}
        className={classes.bar}
        data-tone={layer.tone}
        x={x + 0.1}
        y={y}
        width={0.8}
        height={height}
      />
    ) : null;
  });
}

/** Four labels along the foot at most; more would run into each other on a phone. */
function Feet({ columns }: { columns: readonly Column[] }) {
  const every = Math.max(1, Math.ceil(columns.length / 4));
  return (
    <div className={classes.feet} aria-hidden="true">
      {columns.map((column, index) =>
        index % every === 0 ? (
          <span key={column.label} style={{ left: `${(index / columns.length) * 100}%` }}>
            {column.label}
          </span>
        ) : null,
      )}
    </div>
  );
}

type ReadingProps = { layers: readonly Layer[]; column: Column; at: number };

function Reading({ layers, column, at }: ReadingProps) {
  const beside: CSSProperties =
    at > 0.5 ? { right: `calc(${(1 - at) * 100}% + 12px)` } : { left: `calc(${at * 100}% + 12px)` };
  return (
    <div className={classes.reading} style={beside} aria-hidden="true">
      <strong>{column.label}</strong>
      {layers.map((layer, index) => (
        <span key={layer.name} className={classes.line}>
          <i className={classes.swatch} data-tone={layer.tone} />
          {layer.name}
          <b>{countWords(column.values[index] ?? 0)}</b>
        </span>
      ))}
    </div>
  );
}
