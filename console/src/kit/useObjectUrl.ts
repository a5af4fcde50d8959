import { useEffect, useState } from "react";

/** The address of bytes in memory, given back when nobody looks at them any more. */
export function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address exists only while the effect does
    setUrl(made);
    return () => { URL.revokeObjectURL(made); };
  }, [blob]);
  return url;
}
