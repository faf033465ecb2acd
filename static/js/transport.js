/* How a page speaks to the server in the background, and what each answer means in a sentence of its own. */

const SECOND = 1000;
const MOST_KEPT_ALIVE = 60000; // bytes: a browser refuses to send more than 64 KiB from a page that is being left
const WORDS = {
  403: "当前账号不能填写本报告",
  404: "本报告已不在此处，或当前账号不能查看",
  408: "系统没有收到完整的内容，将自动重试",
  413: "本页内容过多，请删减后再保存",
  429: "操作过于频繁，稍后自动重试",
  500: "系统出错，将自动重试",
  502: "系统没有响应，将自动重试",
  503: "系统暂时不能保存，将自动重试",
  504: "系统没有响应，将自动重试",
};
const REFUSED = "系统不接受本页内容，请复制未保存的内容后刷新本页";
const FAULTY = "系统暂时无法处理，将自动重试";
const TRIES_AGAIN = new Set([408, 429]);
const isFaultOfServer = (status) => status >= 500;

/* Read anew for every request: signing in changes it. */
export const token = () => {
  const name = `${document.querySelector("[data-csrf-cookie]").dataset.csrfCookie}=`;
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return cookie ? cookie.slice(name.length) : field ? field.value : "";
};

const send = (url, text, keepalive) =>
  fetch(url, {
    method: "POST",
    redirect: "manual",
    keepalive: keepalive && new TextEncoder().encode(text).length < MOST_KEPT_ALIVE,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: text,
  });

const isSignedOut = (response) => response.type === "opaqueredirect" || response.status === 401;

const bodyOf = async (response) => {
  try {
    return await response.json();
  } catch (error) {
    return {}; // a page in HTML, of ours or of a proxy in front of us
  }
};

/* What became of a request: `kind` is done, signed_out, left (the report is no longer its author's), refused
   (sending it again would change nothing) or failed (it is worth another try, after `delay` milliseconds). */
const outcomeOf = async (response) => {
  if (isSignedOut(response)) {
    return { kind: "signed_out" };
  }
  const answer = await bodyOf(response);
  if (response.ok) {
    return { kind: "done", answer };
  }
  if (response.status === 409 && answer.left) {
    return { kind: "left", words: answer.left };
  }
  const { status } = response;
  const canWait = isFaultOfServer(status) || TRIES_AGAIN.has(status);
  const words = (!canWait && answer.error) || WORDS[status] || (canWait ? FAULTY : REFUSED);
  const delay = Number(response.headers.get("Retry-After")) * SECOND || undefined;
  return { kind: canWait ? "failed" : "refused", words, delay, needsToken: Boolean(answer.needs_token) };
};

/* Post an object as JSON. A lost token is fetched anew once; the promise is rejected where the network is away. */
export const post = async (url, body, keepalive = false) => {
  const text = JSON.stringify(body);
  const outcome = await outcomeOf(await send(url, text, keepalive));
  if (!outcome.needsToken) {
    return outcome;
  }
  const page = await fetch(document.body.dataset.stay, { redirect: "manual" });
  return isSignedOut(page) ? { kind: "signed_out" } : outcomeOf(await send(url, text, keepalive));
};
