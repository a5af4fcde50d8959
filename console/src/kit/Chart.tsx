import { BarChartOutlined, TableOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Suspense, lazy, useState } from "react";
import type { ReactNode } from "react";
import { es } from "@/words/es.ts";
import { Skeleton } from "./Loading.tsx";

const ChartCanvas = lazy(() => import("./ChartCanvas.tsx"));

export interface ChartSeries {
  name: string;
  /** Heights for the pixels only; what people read comes from `labels`, exact. */
  values: number[];
  labels: string[];
  /** One colour, or one per category (the arrears ramp). */
  colors?: string | string[];
}
export interface ChartSpec {
  kind: "bar" | "line" | "hbar";
  categories: string[];
  series: ChartSeries[];
  stacked?: boolean;
  /** Axis text of a height. */
  axis?: (value: number) => string;
}

interface Props extends ChartSpec {
  /** What the chart shows, for readers. */
  label: string;
  /** One computed sentence: «Vence más el 15 de enero: $ 25,000.00». */
  summary?: ReactNode;
  height?: number;
  /** The same figures as a table: always there. */
  table: ReactNode;
  onPick?: (category: number) => void;
}

/** A chart with its table twin. The only door to ECharts. */
export function Chart({ label, summary, height = 220, table, onPick, ...spec }: Props) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="kit-chart" aria-label={label}>
      <div className="row between" style={{ marginBottom: 4, flexWrap: "nowrap" }}>
        <figcaption className="second">{summary}</figcaption>
        <Button
          size="small" type="text" className="no-print" icon={asTable ? <BarChartOutlined aria-hidden /> : <TableOutlined aria-hidden />} aria-pressed={asTable}
          onClick={() => { setAsTable(!asTable); }}
        >
          {asTable ? es.chart.chart : es.chart.table}
        </Button>
      </div>
      {asTable ? table : (
        <Suspense fallback={<Skeleton height={height} />}>
          <ChartCanvas label={label} height={height} onPick={onPick} {...spec} />
        </Suspense>
      )}
    </figure>
  );
}
