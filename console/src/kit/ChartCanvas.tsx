import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import type { EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { ChartSpec } from "./Chart.tsx";
import { useTokens } from "./theme.ts";
import type { Tokens } from "./theme.ts";

register([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${String(c.charCodeAt(0))};`);
}

function option(spec: ChartSpec, label: string, t: Tokens, still: boolean) {
  const side = spec.kind === "hbar";
  const category = {
    type: "category" as const, data: spec.categories, inverse: side, axisTick: { show: false }, axisLine: { lineStyle: { color: t.border } },
    axisLabel: { color: t.second, fontSize: 12, lineHeight: 15, hideOverlap: true, interval: spec.categories.length <= 8 ? 0 : ("auto" as const) },
  };
  const value = {
    type: "value" as const, splitNumber: 4, splitLine: { lineStyle: { color: t.rule } },
    axisLabel: { color: t.second, fontSize: 11, hideOverlap: true, formatter: spec.axis },
  };
  return {
    animation: !still, animationDuration: 150, textStyle: { fontFamily: "'Inter Variable', system-ui, sans-serif" },
    aria: { enabled: true, label: { description: label }, decal: { show: spec.series.length >= 3 } },
    grid: { left: 4, right: side ? 24 : 8, top: spec.series.length > 1 ? 34 : 12, bottom: 4, outerBoundsMode: "same" as const, outerBoundsContain: "axisLabel" as const },
    legend: { type: "scroll" as const, show: spec.series.length > 1, top: 0, pageIconColor: t.primary, pageTextStyle: { color: t.second }, left: 0, textStyle: { color: t.second }, itemWidth: 14, itemHeight: 10 },
    tooltip: {
      trigger: "axis" as const, axisPointer: { type: "shadow" as const, shadowStyle: { color: t.neutralSoft, opacity: 0.6 } },
      backgroundColor: t.raised, borderColor: t.border, textStyle: { color: t.text, fontSize: 13 }, confine: true,
      formatter: (points: unknown) => tip(points, spec),
    },
    xAxis: side ? value : category,
    yAxis: side ? category : value,
    series: spec.series.map((s, i) => ({
      type: spec.kind === "line" ? ("line" as const) : ("bar" as const), name: s.name, stack: spec.stacked ? "all" : undefined, barMaxWidth: 34,
      barMinHeight: 2, itemStyle: { color: typeof s.colors === "string" ? s.colors : t.series[i % t.series.length], borderRadius: 2 }, symbolSize: 6,
      data: s.values.map((v, j) => ({ value: v === 0 && spec.kind !== "line" ? null : v, ...(Array.isArray(s.colors) ? { itemStyle: { color: s.colors[j] } } : {}) })),
      label: { show: side && spec.series.length === 1, position: "right" as const, color: t.text, fontSize: 12, formatter: (p: { dataIndex: number }) => s.labels[p.dataIndex] ?? "" },
    })),
  };
}

function tip(points: unknown, spec: ChartSpec): string {
  const list = points as { dataIndex: number; seriesIndex: number }[];
  const at = list[0]?.dataIndex ?? 0;
  const lines = list.map((p) => {
    const s = spec.series[p.seriesIndex];
    return `${list.length > 1 ? `${escape(s?.name ?? "")}: ` : ""}<b>${escape(s?.labels[at] ?? "")}</b>`;
  });
  return [escape(spec.categories[at] ?? ""), ...lines].join("<br>");
}

interface Props extends ChartSpec { label: string; height: number; onPick?: (category: number) => void }

/** ECharts (SVG, five pieces of it) drawing one spec. Loaded only when a chart is on screen. */
export default function ChartCanvas({ label, height, onPick, ...spec }: Props) {
  const tokens = useTokens();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  useEffect(() => { pick.current = onPick; });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const drawn = init(element, undefined, { renderer: "svg" });
    chart.current = drawn;
    drawn.on("click", (event) => { if (typeof event.dataIndex === "number") pick.current?.(event.dataIndex); });
    const watch = new ResizeObserver(() => { drawn.resize(); });
    watch.observe(element);
    return () => { watch.disconnect(); drawn.dispose(); chart.current = null; };
  }, []);
  useEffect(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.current?.setOption(option(spec, label, tokens, still), true);
  });
  return <div ref={box} className="canvas" role="img" aria-label={label} style={{ height, cursor: onPick ? "pointer" : undefined }} />;
}
