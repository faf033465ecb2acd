/* What every page of the frame needs. */
import "./focus.js";
import "./growing.js";
import "./session.js";
import "./unsaved.js";
