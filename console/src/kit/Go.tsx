import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { createContext, useCallback, useContext } from "react";

interface Props {
  /** An address of the console with its query, as the server writes links: `/cxc?bucket=1-7`. */
  to: string;
  children: ReactNode;
  className?: string;
  title?: string;
  "aria-current"?: "page" | undefined;
  "aria-label"?: string;
  onClick?: () => void;
}

/* «Current» means this very address, not one under it. */
const EXACT = { exact: true, includeSearch: true };

function parts(href: string): { to: string; search: Record<string, string> } {
  const [path = "/", query = ""] = href.split("?");
  return { to: path, search: Object.fromEntries(new URLSearchParams(query)) };
}

/** Inside something that is already a button, links are only their text. */
export const PlainLinks = createContext(false);

/** A link inside the console. */
export function Go({ to, children, ...rest }: Props) {
  const plain = useContext(PlainLinks);
  const target = parts(to);
  if (plain) return <span className={rest.className}>{children}</span>;
  return <Link {...rest} to={target.to} search={target.search as never} activeOptions={EXACT}>{children}</Link>;
}

/** Goes to an address written as text. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (href, options) => {
      const target = parts(href);
      void navigate({ to: target.to, search: target.search as never, replace: options?.replace ?? false });
    },
    [navigate],
  );
}
