import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type UrlState = Record<string, string>;

/** Filters, view and tab live in the address: any screen can be pasted in a chat. Empty values leave it. */
export function useUrlState(): [UrlState, (patch: Record<string, string | number | null | undefined>, replaceAll?: boolean) => void] {
  const state = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const update = useCallback(
    (patch: Record<string, string | number | null | undefined>, replaceAll = false) => {
      void navigate({
        to: ".",
        replace: true,
        search: ((previous: UrlState) => {
          const next: UrlState = {};
          for (const [name, value] of Object.entries({ ...(replaceAll ? {} : previous), ...patch })) {
            if (value !== null && value !== undefined && value !== "") next[name] = String(value);
          }
          return next;
        }) as never,
      });
    },
    [navigate],
  );
  return [state, update];
}

/** The address written as text, for links made from filters. */
export function href(path: string, query: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
