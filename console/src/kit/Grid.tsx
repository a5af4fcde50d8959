import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Dropdown, Popover, Segmented } from "antd";
import { Suspense, lazy, useMemo, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { api, download } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import { asProblem } from "@/api/problem.ts";
import type { Problem } from "@/api/problem.ts";
import { useSession } from "@/api/session.ts";
import type { Page } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import type Table from "./GridTable.tsx";
import { GridCards } from "./GridCards.tsx";
import { PAGE, isShown, remember, remembered } from "./gridData.ts";
import type { Column, Remembered, TotalsRow } from "./gridData.ts";
import { Skeleton } from "./Loading.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { useShortcut } from "./shortcuts.tsx";

export type { Column, TotalsRow } from "./gridData.ts";
/* `lazy` forgets type parameters; the module keeps them. */
const GridTable = lazy(() => import("./GridTable.tsx")) as unknown as typeof Table;

interface Props<Row, Totals> {
  /** Name under which the person's columns are remembered. */
  id: string;
  /** What the list is, for readers. */
  label: string;
  /** List endpoint: keyset pages with server totals over the whole filter. */
  path: string;
  query: Query;
  columns: Column<Row>[];
  rowKey?: (row: Row) => string;
  /** Pinned rows made from the server's totals, one per currency. */
  totals?: (totals: Totals) => TotalsRow[];
  /** Left of the bar: the count, usually. */
  summary?: (totals: Totals | undefined) => ReactNode;
  onOpen?: (row: Row) => void;
  empty: ReactNode;
  exports?: { path: string; formats: ("xlsx" | "csv" | "pdf")[]; name: string };
  /** Extra buttons of the bar. */
  tools?: ReactNode;
}

const narrow = window.matchMedia("(max-width: 767px)");
function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => { narrow.addEventListener("change", listener); return () => { narrow.removeEventListener("change", listener); }; },
    () => narrow.matches,
  );
}

/** The list of the house. Reads page by page; totals come from the server, never from the page. */
export function Grid<Row, Totals = undefined>(props: Props<Row, Totals>) {
  const { id, path, query, columns, empty } = props;
  const { user, branchId } = useSession();
  const key = `caudal.grid.${user?.id ?? 0}.${id}`;
  const [memory, setMemory] = useState(() => remembered(key));
  const [compact, setCompact] = useState(() => localStorage.getItem("caudal.density") === "compact");
  const small = useNarrow();
  const first = useQuery<Page<Row, Totals>, Problem>({
    queryKey: [path, "grid", query, branchId],
    queryFn: ({ signal }) => api.get<Page<Row, Totals>>(path, { ...query, limit: PAGE }, signal),
    placeholderData: (previous) => previous,
  });
  const shown = useMemo(() => columns.filter((c) => isShown(c, memory)), [columns, memory]);

  function keep(next: Remembered): void {
    setMemory(next);
    remember(key, next);
  }
  function density(next: boolean): void {
    setCompact(next);
    localStorage.setItem("caudal.density", next ? "compact" : "comfortable");
  }
  if (first.error && !first.data) return <ProblemNotice error={first.error} onRetry={() => void first.refetch()} />;
  const page = first.data;
  if (page?.items.length === 0) return <div className="kit-grid">{empty}</div>;
  const totals = page?.totals && props.totals ? props.totals(page.totals) : [];
  return (
    <div className="kit-grid" aria-busy={first.isFetching}>
      <div className="bar">
        <div className="grow second num">{props.summary ? props.summary(page?.totals) : props.label}</div>
        {props.tools}
        {props.exports ? <ExportMenu {...props.exports} query={query} /> : null}
        {small ? null : <ColumnMenu columns={columns} memory={memory} onChange={keep} compact={compact} onDensity={density} />}
      </div>
      {first.error ? <ProblemNotice error={first.error} onRetry={() => void first.refetch()} /> : null}
      {!page ? <div className="stack" style={{ padding: 16 }}>{Array.from({ length: 8 }, (_, i) => <Skeleton key={i} height={20} />)}</div> : null}
      {page && small ? <GridCards key={first.dataUpdatedAt} {...props} first={page} totals={totals} /> : null}
      {page && !small ? (
        <Suspense fallback={<div style={{ height: 360 }} />}>
          <GridTable
            {...props} columns={shown} first={page} totals={totals} compact={compact} memory={memory} onMemory={keep}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function ExportMenu({ path, formats, name, query }: { path: string; formats: ("xlsx" | "csv" | "pdf")[]; name: string; query: Query }) {
  const { message, notification } = App.useApp();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  useShortcut("e", es.keys.exportList, () => { setOpen(true); });
  const labels = { xlsx: es.grid.excel, csv: es.grid.csv, pdf: es.grid.pdf };
  async function save(format: "xlsx" | "csv" | "pdf"): Promise<void> {
    setBusy(true);
    const hide = message.loading(es.grid.exporting, 0);
    try {
      await download(path, { ...query, format }, `${name}.${format}`);
    } catch (error) {
      notification.error({ title: asProblem(error).title || es.problems.unexpected, description: <ProblemNotice error={error} /> });
    } finally {
      hide();
      setBusy(false);
    }
  }
  return (
    <Dropdown
      open={open} onOpenChange={setOpen} trigger={["click"]}
      menu={{ items: formats.map((f) => ({ key: f, label: labels[f] })), onClick: ({ key }) => void save(key as "xlsx" | "csv" | "pdf") }}
    >
      <Button size="small" icon={<DownloadOutlined aria-hidden />} loading={busy}>{es.grid.export}</Button>
    </Dropdown>
  );
}

interface ColumnMenuProps<Row> {
  columns: Column<Row>[]; memory: Remembered; onChange: (next: Remembered) => void; compact: boolean; onDensity: (compact: boolean) => void;
}

function ColumnMenu<Row>({ columns, memory, onChange, compact, onDensity }: ColumnMenuProps<Row>) {
  function toggle(key: string, on: boolean): void {
    const without = (list: string[] | undefined): string[] => (list ?? []).filter((k) => k !== key);
    onChange({
      ...memory,
      hidden: on ? without(memory.hidden) : [...without(memory.hidden), key],
      shown: on ? [...without(memory.shown), key] : without(memory.shown),
    });
  }
  const content = (
    <div className="stack" style={{ minWidth: 200 }}>
      <Segmented
        block value={compact ? "compact" : "comfortable"} onChange={(value) => { onDensity(value === "compact"); }}
        options={[{ value: "comfortable", label: es.grid.comfortable }, { value: "compact", label: es.grid.compact }]}
      />
      <div className="stack tight" role="group" aria-label={es.grid.columns}>
        {columns.map((c) => (
          <Checkbox key={c.key} checked={isShown(c, memory)} onChange={(event) => { toggle(c.key, event.target.checked); }}>{c.title}</Checkbox>
        ))}
      </div>
      <Button size="small" type="link" onClick={() => { onChange({}); }}>{es.grid.reset}</Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight">
      <Button size="small" icon={<SettingOutlined aria-hidden />} aria-label={es.grid.columns} title={es.grid.columns} />
    </Popover>
  );
}
