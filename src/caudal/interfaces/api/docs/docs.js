// Lists the operations of /v1/openapi.json. Text only ever enters the page as text.
const make = (tag, text = "", ...children) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

const whole = await (await fetch("/v1/openapi.json")).json();
document.getElementById("about").textContent = whole.info.description.replaceAll("`", "");

/** A schema with its references in place, to a reasonable depth. */
function unfold(schema, depth = 0) {
  if (Array.isArray(schema)) return schema.map((each) => unfold(each, depth));
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return depth > 6 ? name : unfold(whole.components.schemas[name] ?? name, depth + 1);
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, unfold(value, depth + 1)]));
}

const pretty = (schema) => make("pre", JSON.stringify(unfold(schema), null, 2));

function parameters(operation) {
  const table = make("table");
  for (const each of operation.parameters ?? []) {
    const kind = each.schema?.type ?? each.schema?.anyOf?.map((one) => one.type).join(" | ") ?? "";
    table.append(make("tr", "",
      make("td", "", make("code", each.name)), make("td", each.in), make("td", kind + (each.required ? " · obligatorio" : "")),
      make("td", each.description ?? "")));
  }
  return table;
}

function responses(operation) {
  const parts = [];
  for (const [status, told] of Object.entries(operation.responses ?? {})) {
    const schema = told.content?.["application/json"]?.schema;
    if (schema) parts.push(make("h4", `Respuesta ${status}`), pretty(schema));
  }
  return parts;
}

function shown(path, method, operation) {
  const summary = make("summary", "", make("b", method.toUpperCase()), make("code", path), make("span", operation.summary ?? ""));
  const details = make("details", "", summary);
  details.id = operation.operationId;
  details.dataset.text = `${path} ${operation.operationId} ${operation.summary} ${operation.description ?? ""}`.toLowerCase();
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    details.append(make("p", (operation.description ?? "").replaceAll("`", "")), parameters(operation));
    const body = Object.entries(operation.requestBody?.content ?? {})[0];
    if (body) details.append(make("h4", `Cuerpo (${body[0]})`), pretty(body[1].schema));
    details.append(...responses(operation));
  });
  return details;
}

const list = document.getElementById("list");
list.textContent = "";
const rooms = new Map();
const called = new Map(whole.tags.map((tag) => [tag.name, tag.description]));
for (const [path, methods] of Object.entries(whole.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const room = operation.tags?.[0] ?? "";
    if (!rooms.has(room)) rooms.set(room, make("section", "", make("h2", called.get(room) ?? room)));
    rooms.get(room).append(shown(path, method, operation));
  }
}
list.append(...rooms.values());

document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const section of rooms.values()) {
    let seen = 0;
    for (const details of section.querySelectorAll("details")) {
      details.hidden = !details.dataset.text.includes(wanted);
      seen += details.hidden ? 0 : 1;
    }
    section.hidden = seen === 0;
  }
});
if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
