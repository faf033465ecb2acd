/* A step of a report: who else is at it, saving while typing, and what others save meanwhile. */
import "./presence.js";
import "./autosave.js";
import "./arrivals.js";
import "./found.js";
import "./part-preview.js";
