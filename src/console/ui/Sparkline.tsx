import type { Tone } from './Mark.tsx';
import classes from './Sparkline.module.css';
import { linePoints, pathOf } from './scale.ts';

export type SparklineProps = { label: string; values: readonly number[]; tone?: Tone; height?: number };

const box = { width: 100, height: 100 };

/** A small line without axes; the number it belongs to stands beside it. Stretched by the browser, never measured. */
export function Sparkline({ label, values, tone = 'released', height = 44 }: SparklineProps) {
  const points = linePoints(values, { ...box, top: Math.max(...values, 1) * 1.08 });
  const last = points.at(-1);
  return (
    <div className={classes.spark} style={{ height }} data-tone={tone}>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {points.length > 1 ? (
          <>
            <path
              className={classes.area}
              d={`${pathOf(points)}L${box.width} ${box.height}L0 ${box.height}Z`}
            />
            <path className={classes.line} d={pathOf(points)} />
          </>
        ) : null}
      </svg>
      {last ? <span className={classes.now} style={{ top: `${last.y}%` }} /> : null}
    </div>
  );
}
