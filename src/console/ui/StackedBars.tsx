import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { Tone } from './Mark.tsx';
import classes from './StackedBars.module.css';
import { ticksTo } from './scale.ts';

export type Layer = { name: string; tone: Tone };
export type Column = { label: string; values: readonly number[] };

export type StackedBarsProps = {
  /** What the chart shows in one sentence; a table with the numbers stands beside it. */
  label: string;
  layers: readonly Layer[];
  columns: readonly Column[];
  height?: number;
};

const axisWidth = 34;
const footHeight = 20;

/** Columns over time, each a stack of layers, the first layer at the bottom. */
export function StackedBars({ label, layers, columns, height = 220 }: StackedBarsProps) {
  const { ref, width } = useElementSize();
  const [over, setOver] = useState<number | null>(null);
  const totals = columns.map((column) => column.values.reduce((sum, value) => sum + value, 0));
  const ticks = ticksTo(Math.max(...totals, 0));
  const top = ticks.at(-1) ?? 1;
  const inner = { width: Math.max(width - axisWidth, 0), height: height - footHeight };
  const slot = columns.length > 0 ? inner.width / columns.length : 0;
  const shown = over === null ? null : columns[over];
  return (
    <div ref={ref} className={classes.chart} style={{ height }}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={label}
        onPointerMove={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left - axisWidth;
          setOver(x < 0 || slot === 0 ? null : Math.min(Math.floor(x / slot), columns.length - 1));
        }}
        onPointerLeave={() => setOver(null)}
      >
        {ticks.map((tick) => (
          <Gridline key={tick} tick={tick} y={6 + (inner.height - 6) * (1 - tick / top)} width={width} />
        ))}
        <g transform={`translate(${axisWidth} 6)`}>
          {over === null ? null : (
            <rect className={classes.over} x={over * slot} width={slot} height={inner.height - 6} />
          )}
          {columns.map((column, index) => (
            <Stack
              key={column.label}
              layers={layers}
              values={column.values}
              x={index * slot}
              slot={slot}
              scale={(inner.height - 6) / top}
              floor={inner.height - 6}
            />
          ))}
        </g>
        <Feet columns={columns} slot={slot} y={height - 4} />
      </svg>
      {shown ? (
        <Reading layers={layers} column={shown} at={axisWidth + ((over ?? 0) + 0.5) * slot} width={width} />
      ) : null}
    </div>
  );
}

function Gridline({ tick, y, width }: { tick: number; y: number; width: number }) {
  return (
    <>
      <line className={classes.grid} x1={axisWidth} x2={width} y1={y} y2={y} />
      <text className={classes.tick} x={axisWidth - 8} y={y + 3.5} textAnchor="end">
        {tick}
      </text>
    </>
  );
}

type StackProps = {
  layers: readonly Layer[];
  values: readonly number[];
  x: number;
  slot: number;
  scale: number;
  floor: number;
};

function Stack({ layers, values, x, slot, scale, floor }: StackProps) {
  const gap = slot > 6 ? 2 : slot > 3 ? 1 : 0;
  let y = floor;
  return layers.map((layer, index) => {
    const height = (values[index] ?? 0) * scale;
    y -= height;
    return height > 0 ? (
      <rect
        key={layer.name}
        className={classes.bar}
        data-tone={layer.tone}
        x={x + gap / 2}
        y={y}
        width={Math.max(slot - gap, 0.5)}
        height={Math.max(height, 0.5)}
        rx={slot > 8 ? 1.5 : 0}
      />
    ) : null;
  });
}

/** Four labels along the foot at most; more would run into each other on a phone. */
function Feet({ columns, slot, y }: { columns: readonly Column[]; slot: number; y: number }) {
  const every = Math.max(1, Math.ceil(columns.length / 4));
  return columns.map((column, index) =>
    index % every === 0 ? (
      <text key={column.label} className={classes.tick} x={axisWidth + index * slot} y={y}>
        {column.label}
      </text>
    ) : null,
  );
}

type ReadingProps = { layers: readonly Layer[]; column: Column; at: number; width: number };

function Reading({ layers, column, at, width }: ReadingProps) {
  const left = at > width / 2;
  return (
    <div
      className={classes.reading}
      style={left ? { right: width - at + 10 } : { left: at + 10 }}
      aria-hidden="true"
    >
      <strong>{column.label}</strong>
      {layers.map((layer, index) => (
        <span key={layer.name} className={classes.line}>
          <i className={classes.swatch} data-tone={layer.tone} />
          {layer.name}
          <b>{column.values[index] ?? 0}</b>
        </span>
      ))}
    </div>
  );
}
