import { Modal, Switch } from "antd";
import { useShortcuts } from "@/kit/shortcuts.tsx";
import type { Shortcut } from "@/kit/shortcuts.tsx";
import { es } from "@/words/es.ts";

/** The keyboard of the screen that is open. */
export default function Help({ onClose }: { onClose: () => void }) {
  const { list, single, setSingle } = useShortcuts();
  const all = list();
  const groups: [Shortcut["group"], string][] = [["page", es.app.helpPage], ["go", es.app.helpGo], ["always", es.app.helpAlways]];
  return (
    <Modal open title={es.app.helpTitle} footer={null} mask={{ closable: true }} onCancel={onClose} width={620}>
      <div className="stack wide">
        {groups.map(([group, title]) => {
          const mine = all.filter((s) => s.group === group);
          return mine.length === 0 ? null : (
            <section key={group}>
              <h2>{title}</h2>
              <ul className="help-grid">
                {mine.map((s) => (
                  <li key={s.keys + s.label}>
                    <span>{s.label}</span>
                    <span>{s.keys.split(" ").map((k) => <kbd key={k} style={{ marginInlineStart: 3 }}>{k.length === 1 ? k.toUpperCase() : k}</kbd>)}</span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        <label className="row"><Switch size="small" checked={single} onChange={setSingle} /> {es.app.helpOff}. <span className="second">{es.app.helpOffWhy}</span></label>
      </div>
    </Modal>
  );
}
