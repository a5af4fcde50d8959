import { AG_GRID_LOCALE_ES } from "@ag-grid-community/locale";
import {
  CellStyleModule, ColumnApiModule, EventApiModule, InfiniteRowModelModule, LocaleModule, ModuleRegistry, PinnedRowModule, RenderApiModule,
  RowApiModule, RowStyleModule, ScrollApiModule, themeQuartz,
} from "ag-grid-community";
import type { CellKeyDownEvent, ColDef, ColumnState, FullWidthCellKeyDownEvent, GridApi, ICellRendererParams, IDatasource } from "ag-grid-community";
import { AgGridReact } from "ag-grid-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { RefObject } from "react";
import type { Query } from "@/api/client.ts";
import type { Page } from "@/api/types.ts";
import { es } from "@/words/es.ts";
import { PAGE, PageReader } from "./gridData.ts";
import type { Column, Remembered, TotalsRow } from "./gridData.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";
import { isDark, useTokens } from "./theme.ts";
import type { Tokens } from "./theme.ts";

ModuleRegistry.registerModules([
  CellStyleModule, ColumnApiModule, EventApiModule, InfiniteRowModelModule, LocaleModule, PinnedRowModule, RenderApiModule, RowApiModule,
  RowStyleModule, ScrollApiModule,
]);

/** Marks the pinned rows, which have no id of their own. */
const TOTAL = "__total";

function idOf<Row>(data: Row, rowKey: ((row: Row) => string) | undefined): string {
  const total = (data as Record<string, unknown>)[TOTAL];
  return typeof total === "string" ? total : (rowKey?.(data) ?? JSON.stringify(data));
}

interface Props<Row, Totals> {
  id: string; label: string; path: string; query: Query; columns: Column<Row>[]; rowKey?: (row: Row) => string;
  onOpen?: (row: Row) => void; first: Page<Row, Totals>; totals: TotalsRow[]; compact: boolean;
  memory: Remembered; onMemory: (next: Remembered) => void;
}

function gridTheme(t: Tokens, compact: boolean) {
  return themeQuartz.withParams({
    browserColorScheme: isDark(t) ? "dark" : "light", accentColor: t.primary, backgroundColor: t.card, foregroundColor: t.text, borderColor: t.rule,
    chromeBackgroundColor: t.card, headerTextColor: t.second, headerBackgroundColor: t.card, headerFontWeight: 600, headerFontSize: 12,
    fontFamily: "inherit", fontSize: 13, rowHeight: compact ? 30 : 38, headerHeight: 34, wrapperBorder: false, wrapperBorderRadius: 0,
    cellHorizontalPadding: 9, rowHoverColor: t.neutralSoft, selectedRowBackgroundColor: t.primarySoft, columnBorder: false, spacing: 6,
  });
}

function draw<Row>(column: Column<Row>) {
  return function Cell({ data, node }: ICellRendererParams<Row>) {
    if (node.rowPinned) return <>{(data as unknown as TotalsRow)[column.key] ?? null}</>;
    return data ? <>{column.cell(data)}</> : <span className="skeleton" style={{ display: "inline-block", height: 10, width: "60%" }} />;
  };
}

function definition<Row>(column: Column<Row>, width: number | undefined): ColDef<Row> {
  return {
    colId: column.key, headerName: column.title, cellRenderer: draw(column), sortable: false, resizable: true, suppressHeaderMenuButton: true,
    width: width ?? column.width ?? 130, minWidth: column.flex ? (column.width ?? 120) : 56, flex: width ? undefined : column.flex, type: column.end ? "rightAligned" : undefined,
    cellClass: column.end ? ["ag-right-aligned-cell", "num"] : undefined,
  };
}

/** Height left under the grid's top, so that its totals are on screen without a second scroll. */
function useRoom(box: RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(480);
  useLayoutEffect(() => {
    function measure(): void {
      const top = (box.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      setRoom(Math.max(400, window.innerHeight - top - 26));
    }
    measure();
    const above = new ResizeObserver(measure);
    above.observe(document.body);
    window.addEventListener("resize", measure);
    return () => { above.disconnect(); window.removeEventListener("resize", measure); };
  }, [box]);
  return room;
}

/** AG Grid behind kit/Grid: infinite rows, pinned totals, the keyboard of the house. Loaded only when a list is on screen. */
export default function GridTable<Row, Totals>(props: Props<Row, Totals>) {
  const { label, path, query, columns, rowKey, onOpen, first, totals, compact, memory, onMemory } = props;
  const tokens = useTokens();
  const theme = useMemo(() => gridTheme(tokens, compact), [tokens, compact]);
  const [problem, setProblem] = useState<unknown>(null);
  const api = useRef<GridApi<Row> | null>(null);
  const source = useMemo<IDatasource>(() => {
    const reader = new PageReader<Row, Totals>(path, query, first);
    return {
      getRows({ startRow, successCallback, failCallback }) {
        void reader.page(startRow / PAGE).then(
          (page) => {
            setProblem(null);
            const rows = page?.items ?? [];
            successCallback(rows, page?.next ? -1 : startRow + rows.length);
          },
          (error: unknown) => { setProblem(error); failCallback(); },
        );
      },
    };
  }, [path, query, first]);
  const widths = memory.widths;
  const columnDefs = useMemo(() => {
    const order = memory.order ?? [];
    const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : 1000);
    return [...columns].sort((a, b) => rank(a.key) - rank(b.key)).map((c) => definition(c, widths?.[c.key]));
  }, [columns, widths, memory.order]);

  function saveColumns(): void {
    const state = api.current?.getColumnState() ?? [];
    const kept = state.filter((c: ColumnState) => !c.flex && c.width);
    onMemory({ ...memory, order: state.map((c) => c.colId), widths: Object.fromEntries(kept.map((c) => [c.colId, c.width ?? 0])) });
  }
  function key(event: CellKeyDownEvent<Row> | FullWidthCellKeyDownEvent<Row>): void {
    const pressed = (event.event as KeyboardEvent | null)?.key;
    if (event.rowPinned) return;
    if (pressed === "Enter" && event.data) onOpen?.(event.data);
    const move = pressed === "j" ? 1 : pressed === "k" ? -1 : 0;
    const index = (event.rowIndex ?? 0) + move;
    if (move && index >= 0 && "column" in event) {
      event.api.ensureIndexVisible(index);
      event.api.setFocusedCell(index, event.column);
    }
  }
  const pinned = useMemo(() => totals.map((total, i) => ({ ...total, [TOTAL]: `total-${i}` })) as never[], [totals]);
  const row = compact ? 30 : 38;
  const box = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const natural = 36 + (first.items.length + totals.length) * row + 18;
  const height = first.next ? room : Math.min(natural, room);
  return (
    <>
      {problem ? <ProblemNotice error={problem} onRetry={() => { api.current?.refreshInfiniteCache(); }} /> : null}
      <div ref={box} style={{ height }} role="region" aria-label={`${label}. ${es.grid.keyboard}`}>
        <AgGridReact<Row>
          theme={theme} rowModelType="infinite" datasource={source} cacheBlockSize={PAGE} columnDefs={columnDefs} localeText={AG_GRID_LOCALE_ES}
          pinnedBottomRowData={pinned} getRowId={({ data }) => idOf(data, rowKey)} suppressCellFocus={false}
          onGridReady={(event) => { api.current = event.api; }} onCellKeyDown={key} suppressDragLeaveHidesColumns animateRows={false}
          rowStyle={onOpen ? { cursor: "pointer" } : undefined} enableCellTextSelection={false}
          onRowClicked={(event) => {
            const origin = event.event?.target;
            if (event.rowPinned || !event.data || (origin instanceof Element && origin.closest("a,button"))) return;
            onOpen?.(event.data);
          }}
          onColumnResized={(event) => { if (event.finished && event.source === "uiColumnResized") saveColumns(); }}
          onColumnMoved={(event) => { if (event.finished) saveColumns(); }}
        />
      </div>
    </>
  );
}
