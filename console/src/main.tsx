import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntApp, ConfigProvider } from "antd";
import es_ES from "antd/locale/es_ES";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { refresh } from "@/api/client.ts";
import { queryClient } from "@/api/query.ts";
import { session } from "@/api/session.ts";
import { router } from "@/app/router.tsx";
import { ShortcutsProvider } from "@/kit/shortcuts.tsx";
import { antdTheme, useTokens } from "@/kit/theme.ts";
import "@/kit/kit.css";
import "@/app/shell.css";

/** A click beside a dialog loses nothing of what was typed in it; «Cancelar» and Esc close it. */
const STAYS = { mask: { closable: false } };

function Root() {
  const tokens = useTokens();
  return (
    <ConfigProvider theme={antdTheme(tokens)} locale={es_ES} button={{ autoInsertSpace: false }} wave={{ disabled: true }} modal={STAYS}>
      <AntApp component={false}>
        <QueryClientProvider client={queryClient}>
          <ShortcutsProvider><RouterProvider router={router} /></ShortcutsProvider>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

async function start(): Promise<void> {
  if (!session.mayExist() || !(await refresh())) session.leave();
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><Root /></StrictMode>);
void start();
