// wait-ready.mjs URL PID: waits until URL answers 200; fails when the process PID ends first.
const [url, pid] = process.argv.slice(2);
// The first start fills an empty database with the demo workspace.
const until = Date.now() + 120_000;
while (Date.now() < until) {
  try {
    process.kill(Number(pid), 0);
  } catch {
    process.exit(1);
  }
  try {
    if ((await fetch(url)).ok) process.exit(0);
  } catch {
    // Not listening yet.
  }
  await new Promise((done) => setTimeout(done, 100));
}
process.exit(1);
