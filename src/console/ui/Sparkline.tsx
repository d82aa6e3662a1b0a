import { useElementSize } from '@mantine/hooks';
import type { Tone } from './Mark.tsx';
import classes from './Sparkline.module.css';
import { linePoints, pathOf } from './scale.ts';

export type SparklineProps = { label: string; values: readonly number[]; tone?: Tone; height?: number };

/** A small line without axes; the number it belongs to stands beside it. */
export function Sparkline({ label, values, tone = 'released', height = 44 }: SparklineProps) {
  const { ref, width } = useElementSize();
  const top = Math.max(...values, 1) * 1.08;
  const points = linePoints(values, { width, height: height - 3, top });
  const last = points.at(-1);
  return (
    <div ref={ref} className={classes.spark} style={{ height }}>
      <svg width={width} height={height} role="img" aria-label={label} data-tone={tone}>
        {width > 0 && points.length > 1 ? (
          <g transform="translate(0 2)">
            <path className={classes.area} d={`${pathOf(points)}L${width} ${height}L0 ${height}Z`} />
            <path className={classes.line} d={pathOf(points)} />
            {last ? <circle className={classes.now} cx={last.x - 3} cy={last.y} r={3} /> : null}
          </g>
        ) : null}
      </svg>
    </div>
  );
}
