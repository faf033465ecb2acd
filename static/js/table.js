/* An official table as a spreadsheet: sums, fills, ranges, keys and pasting. */
import "./totals.js";
import "./expected.js";
import "./ranges.js"; // hears of a key before keys.js does: Escape first ends a range
import "./keys.js";
import "./cell-notes.js";
import "./paste.js";
