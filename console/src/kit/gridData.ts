import type { ReactNode } from "react";
import { api } from "@/api/client.ts";
import type { Query } from "@/api/client.ts";
import type { Page } from "@/api/types.ts";

/** A column of a list. `cell` draws; `narrow` says where it goes in the card of a small screen. */
export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  width?: number;
  /** Grows with the screen. */
  flex?: number;
  /** To the right, tabular digits: amounts and counts. */
  end?: boolean;
  /** Not shown until the person asks for it. */
  hidden?: boolean;
  narrow?: "title" | "sub" | "end" | "endSub";
}

export type TotalsRow = Record<string, ReactNode>;
export const PAGE = 50;

/** Pages of a keyset list, read in order and kept: AG Grid asks by number, the API answers by cursor. */
export class PageReader<Row, Totals> {
  private readonly pages: Promise<Page<Row, Totals>>[];

  constructor(private readonly path: string, private readonly query: Query, first: Page<Row, Totals>) {
    this.pages = [Promise.resolve(first)];
  }

  async page(n: number): Promise<Page<Row, Totals> | null> {
    for (let i = this.pages.length; i <= n; i += 1) {
      const before = await this.pages[i - 1];
      if (!before?.next) return null;
      this.pages[i] ??= api.get<Page<Row, Totals>>(this.path, { ...this.query, limit: PAGE, after: before.next });
    }
    try {
      return (await this.pages[n]) ?? null;
    } catch (error) {
      this.pages.length = n;
      throw error;
    }
  }
}

export interface Remembered { hidden?: string[]; shown?: string[]; widths?: Record<string, number>; order?: string[] }

export function remembered(key: string): Remembered {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Remembered;
  } catch {
    return {};
  }
}
export function remember(key: string, value: Remembered): void {
  localStorage.setItem(key, JSON.stringify(value));
}

/** Whether a column is on screen, given what the person chose. */
export function isShown(column: { key: string; hidden?: boolean }, memory: Remembered): boolean {
  if (memory.hidden?.includes(column.key)) return false;
  return memory.shown?.includes(column.key) ?? false ? true : !column.hidden;
}
