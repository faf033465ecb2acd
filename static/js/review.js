/* The page of a review: who else is at it, and opinions pinned and kept without leaving it. */
import "./presence.js";
import "./opinions.js";
import "./in-place.js";
