// Pages work without this; it makes countdowns run.
"use strict";
