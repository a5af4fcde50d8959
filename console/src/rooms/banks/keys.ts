import type { Movement } from "./data.ts";

/** How a movement is told apart on screen: its entry and its line. */
export const keyOf = (m: Movement): string => `m${m.entry_id}-${m.entry_line}`;
