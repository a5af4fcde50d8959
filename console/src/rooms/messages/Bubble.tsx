import { Fragment } from "react";
import type { ReactNode } from "react";
import { pieces } from "./bubble.ts";

/** The message as the person sees it on the telephone. */
export function Bubble({ text, foot }: { text: string; foot?: ReactNode }) {
  return (
    <div className="wa">
      <div className="bubble">
        {pieces(text).map((piece, i) => {
          if (piece.kind === "bold") return <strong key={i}>{piece.text}</strong>;
          if (piece.kind === "italic") return <em key={i}>{piece.text}</em>;
          return piece.kind === "strike" ? <s key={i}>{piece.text}</s> : <Fragment key={i}>{piece.text}</Fragment>;
        })}
        {foot ? <span className="foot num">{foot}</span> : null}
      </div>
    </div>
  );
}
