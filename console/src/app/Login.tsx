import { Button, Form, Input } from "antd";
import { useState } from "react";
import { api, ready } from "@/api/client.ts";
import { queryClient } from "@/api/query.ts";
import { session, useSession } from "@/api/session.ts";
import type { Session } from "@/api/types.ts";
import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "@/kit/ProblemNotice.tsx";
import { es } from "@/words/es.ts";
import { DEMO_PASSWORD, DEMO_USERS } from "./demo.ts";

interface Credentials { username: string; password: string }

/** Signing in. Password managers and paste work; in the demo company a user is one click away. */
export default function Login() {
  const [form] = Form.useForm<Credentials>();
  const { ended } = useSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { data } = useQuery({ queryKey: ["/readyz"], queryFn: ready, staleTime: 60_000, retry: false });

  async function enter(who: Credentials): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const opened = await api.post<Session>("/sessions", who);
      queryClient.clear();
      session.enter(opened);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }
  return (
    <main className="login">
      <div className="login-box stack wide">
        <div className="stack tight">
          <div className="row brand"><img src="/favicon.svg" alt="" width={28} height={28} /><span>{es.app.name}</span></div>
          <h1>{es.login.title}</h1>
          <p className="second">{es.login.subtitle}</p>
        </div>
        {ended && !problem ? <p role="status" className="card">{es.login.ended}</p> : null}
        {problem ? <ProblemNotice error={problem} /> : null}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(who) => void enter(who)} disabled={busy}>
          <Form.Item name="username" label={es.login.username} rules={[{ required: true, message: es.login.missing }]}>
            <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
          </Form.Item>
          <Form.Item name="password" label={es.login.password} rules={[{ required: true, message: es.login.missing }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>{es.login.submit}</Button>
        </Form>
        {data?.demo ? (
          <section className="stack tight" aria-label={es.login.demo}>
            <h2>{es.login.demo}</h2>
            <p className="second">{es.login.demoHint} <code>{DEMO_PASSWORD}</code>.</p>
            <div className="demo-users">
              {DEMO_USERS.map((user) => (
                <button key={user.username} type="button" disabled={busy} onClick={() => void enter({ username: user.username, password: DEMO_PASSWORD })}>
                  <strong>{user.username}</strong><span>{user.what}</span>
                </button>
              ))}
            </div>
          </section>
        ) : null}
      </div>
    </main>
  );
}
