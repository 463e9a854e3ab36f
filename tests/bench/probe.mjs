// Runs in the page, before the page's own scripts.
//
// A state counts as reached at the end of the frame that shows it: it is looked
// for when a frame begins, and the time is that of a message posted there, which
// arrives after the frame was painted. One frame, about 17 ms, is therefore the
// least that can be measured.

/** `expected`: for each stage of the board its id, the number of its deals and their sum in minor units. */
export function probe(expected) {
  const frames = [];
  const long = [];
  const memories = [];
  let waiting = [];
  let reached = [];
  let input = {};

  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) long.push(task.startTime + task.duration);
  }).observe({ type: "longtask", buffered: true });

  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    const at = performance.now();
    for (const done of reached.splice(0)) done(at);
  };
  requestAnimationFrame(function frame(at) {
    frames.push(at);
    waiting = waiting.filter(({ test, done, failed, end }) => {
      if (test()) reached.push(done);
      else if (at > end) failed(new Error("what was waited for did not appear"));
      else return true;
      return false;
    });
    if (reached.length) painted.port2.postMessage(0);
    requestAnimationFrame(frame);
  });

  for (const type of ["pointermove", "pointerup"]) {
    addEventListener(type, (event) => (input[type] ??= event.timeStamp), { capture: true, passive: true });
  }

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      const exports = (result.instance ?? result).exports;
      memories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
      return result;
    };
  }

  const total = (stage) => document.querySelector(`[data-stage="${stage}"] [data-stage-total]`)?.dataset;
  const until = (test, patience = 60_000) =>
    new Promise((done, failed) => waiting.push({ test, done, failed, end: performance.now() + patience }));
  const isUsable = () =>
    document.body?.dataset.ready === "true" &&
    document.querySelector("[data-deal]") !== null &&
    expected.every(({ stage, count, minor }) => {
      const shown = total(stage);
      return shown && Number(shown.count) === count && Number(shown.minor) === minor;
    });

  window.__bench = {
    until,
    total: (stage) => ({ count: Number(total(stage).count), minor: Number(total(stage).minor) }),
    /** When the board showed every column with its exact count and sum. */
    usable: expected.length ? until(isUsable) : undefined,
    /** The end of the last task over 50 ms, once none has run for 300 ms. */
    async quiet(from) {
      for (;;) {
        const last = Math.max(from, ...long);
        const rest = last + 300 - performance.now();
        if (rest <= 0) return last;
        await new Promise((done) => setTimeout(done, rest + 10));
      }
    },
    /** The longest time between two frames from one moment to another. */
    worstFrame(from, to) {
      const seen = frames.filter((at) => at >= from - 100 && at <= to);
      return Math.max(0, ...seen.slice(1).map((at, i) => (at > from ? at - seen[i] : 0)));
    },
    wasmBytes: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    forgetInput: () => (input = {}),
    input: () => input,
  };
}
