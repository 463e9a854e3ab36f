// What the disk allows at best.
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

/** 4 KiB appended and synced, again and again for a second: what the disk allows at best. */
export function syncedAppends(directory) {
  const file = openSync(join(directory, "appends"), "w");
  const block = Buffer.alloc(4096, 1);
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < 1000; count++) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  closeSync(file);
  return count;
}
