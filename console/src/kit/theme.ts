import { theme as antd } from "antd";
import type { ThemeConfig } from "antd";
import { useSyncExternalStore } from "react";

/** One palette for antd, AG Grid, ECharts and our own CSS (contrast computed: text ≥ 4.5:1, marks ≥ 3:1). */
export interface Tokens {
  layout: string; card: string; raised: string; text: string; second: string; hint: string; rule: string; border: string;
  primary: string; primarySoft: string; success: string; successSoft: string; warning: string; warningSoft: string;
  error: string; errorSoft: string; neutralSoft: string;
  /** Ordinal arrears ramp: al día, 1–7, 8–30, 31–60, 61–90, > 90. */
  ramp: [string, string, string, string, string, string];
  series: string[];
}

export const LIGHT: Tokens = {
  layout: "#f5f7fa", card: "#ffffff", raised: "#ffffff", text: "#1f2933", second: "#4b5563", hint: "#6b7280",
  rule: "#e1e6ec", border: "#8c95a3",
  primary: "#0f5ea8", primarySoft: "#e8f1fa", success: "#1b7f3b", successSoft: "#eef8f1", warning: "#8a5a00",
  warningSoft: "#fdf3dd", error: "#c4282d", errorSoft: "#fdeceb", neutralSoft: "#eef1f5",
  ramp: ["#26639b", "#ce8300", "#c76a0d", "#b24418", "#8d0c1b", "#3f0d2e"],
  series: ["#0f5ea8", "#d55e00", "#00785a", "#8250a8", "#a66f00", "#4b5563"],
};
export const DARK: Tokens = {
  layout: "#0f1720", card: "#17212b", raised: "#1d2935", text: "#e6edf3", second: "#a9b4c0", hint: "#8894a3",
  rule: "#2b3846", border: "#66717f",
  primary: "#5aa9f0", primarySoft: "#17324b", success: "#5ccf86", successSoft: "#15341f", warning: "#f2b84b",
  warningSoft: "#3a2c0e", error: "#ff8a8a", errorSoft: "#43191c", neutralSoft: "#25313d",
  ramp: ["#74cbe1", "#f9e79b", "#f7bd6a", "#f48d35", "#c83334", "#9950a7"],
  series: ["#5aa9f0", "#f48d35", "#5ccf86", "#c79be8", "#f2b84b", "#a9b4c0"],
};

export type ThemeChoice = "system" | "light" | "dark";
const KEY = "caudal.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let choice = (localStorage.getItem(KEY) as ThemeChoice | null) ?? "system";

function tokensNow(): Tokens {
  return (choice === "system" ? system.matches : choice === "dark") ? DARK : LIGHT;
}
function paint(): void {
  const tokens = tokensNow();
  const root = document.documentElement;
  root.dataset["theme"] = tokens === DARK ? "dark" : "light";
  for (const [name, value] of Object.entries(tokens)) {
    if (typeof value === "string") root.style.setProperty(`--${name}`, value);
  }
  tokens.ramp.forEach((color, i) => { root.style.setProperty(`--ramp-${i}`, color); });
  listeners.forEach((listener) => { listener(); });
}
system.addEventListener("change", paint);
paint();

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  localStorage.setItem(KEY, next);
  paint();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export function useTokens(): Tokens {
  return useSyncExternalStore(subscribe, tokensNow);
}
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}
export function isDark(tokens: Tokens): boolean {
  return tokens === DARK;
}

const FONT = "'Inter Variable', system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** The antd theme of a palette. */
export function antdTheme(t: Tokens): ThemeConfig {
  const dark = isDark(t);
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      fontFamily: FONT, fontSize: 14, borderRadius: 6, controlHeight: 36, motionDurationMid: "0.12s", motionDurationSlow: "0.15s",
      colorPrimary: t.primary, colorSuccess: t.success, colorWarning: t.warning, colorError: t.error, colorInfo: t.primary,
      colorLink: t.primary, colorText: t.text, colorTextSecondary: t.second, colorTextTertiary: t.hint, colorTextDescription: t.second,
      colorTextPlaceholder: t.hint, colorBorder: t.border, colorBorderSecondary: t.rule, colorBgLayout: t.layout,
      colorBgContainer: t.card, colorBgElevated: t.raised, colorTextLightSolid: dark ? "#0f1720" : "#ffffff", wireframe: false,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
      Tabs: { horizontalMargin: "0 0 12px 0" },
      Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px" },
      Tooltip: { colorTextLightSolid: "#ffffff" },
    },
  };
}
