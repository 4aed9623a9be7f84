/**
 * The drop's picture: an evening wall, a door ajar, and lamplight that falls across the floor. Always dusk, whatever the
 * theme. The light and the door are layers of their own, so that the opening (see `.door-scene` in globals.css) moves
 * finished pictures on the graphics card and nothing is painted twice.
 */
export function DoorScene() {
  return (
    <div aria-hidden="true" className="door-scene absolute right-0 bottom-0">
      <Room />
      <svg viewBox="380 700 970 200" className="door-light">
        <defs>
          <linearGradient id="spill" x1="1" y1="0" x2="0.15" y2="1">
            <stop offset="0" stopColor="#ffd867" stopOpacity="0.95" />
            <stop offset="0.45" stopColor="#f2b63c" stopOpacity="0.5" />
            <stop offset="1" stopColor="#e09a2a" stopOpacity="0" />
          </linearGradient>
        </defs>
        <path d="M1130 700h220L1010 900H380z" fill="url(#spill)" />
      </svg>
      <svg viewBox="1006 108 124 682" className="door-leaf">
        <defs>
          <linearGradient id="leaf" x1="0" y1="0" x2="1" y2="0">
            <stop offset="0" stopColor="#2b3038" />
            <stop offset="0.85" stopColor="#4a4538" />
            <stop offset="1" stopColor="#8a7440" />
          </linearGradient>
        </defs>
        <path d="M1130 108 1006 150v640l124-90z" fill="url(#leaf)" />
        <path d="M1110 140 1028 168v240l82-22zM1110 420l-82 24v270l82-52z" fill="#000" opacity="0.22" />
        <circle cx="1024" cy="440" r="7" fill="#d9a93a" />
      </svg>
    </div>
  );
}

/** The wall, which goes on above the picture for tall screens, the floor, and what stands in the light. */
function Room() {
  return (
    <svg viewBox="0 0 1600 900" className="door-room overflow-visible">
      <defs>
        <linearGradient id="wall" x1="0" y1="0" x2="1" y2="0">
          <stop offset="0" stopColor="#12161c" />
          <stop offset="0.6" stopColor="#1c222b" />
          <stop offset="1" stopColor="#171c23" />
        </linearGradient>
        <linearGradient id="floor" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#20252c" />
          <stop offset="1" stopColor="#0e1116" />
        </linearGradient>
        <linearGradient id="room" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#ffe9a6" />
          <stop offset="0.55" stopColor="#ffd24a" />
          <stop offset="1" stopColor="#f5b125" />
        </linearGradient>
        <radialGradient id="glow" cx="0.5" cy="0.5" r="0.5">
          <stop offset="0" stopColor="#ffd867" stopOpacity="0.62" />
          <stop offset="0.5" stopColor="#ffc84a" stopOpacity="0.18" />
          <stop offset="1" stopColor="#ffc84a" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="shade" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#2f3d36" />
          <stop offset="1" stopColor="#1d2722" />
        </linearGradient>
      </defs>
      <rect y="-1600" width="1600" height="2300" fill="url(#wall)" />
      <rect y="700" width="1600" height="200" fill="url(#floor)" />
      <rect y="690" width="1600" height="10" fill="#0c0f13" />
      <ellipse cx="1230" cy="430" rx="620" ry="520" fill="url(#glow)" />
      <path d="M1118 96h244v604h-244z" fill="#0b0e12" />
      <path d="M1130 108h220v592h-220z" fill="url(#room)" />
      <path d="M1130 560h220v140h-220z" fill="#d98f1e" opacity="0.35" />
      <path d="M1262 108v150" stroke="#4a3810" strokeWidth="4" />
      <path d="M1206 300c0-34 24-46 56-46s56 12 56 46z" fill="url(#shade)" />
      <ellipse cx="1262" cy="300" rx="56" ry="7" fill="#fff6d8" />
      <path d="M1214 700v-118h118v-14h-128v132z" fill="#7c4d17" opacity="0.85" />
      <path d="M1240 568v-44c0-8 6-12 14-12h18c8 0 14 4 14 12v44z" fill="#2f5a4c" />
      <path d="M1250 512v-10h26v10z" fill="#1f3d34" />
      <path d="M1292 568v-26h26v26z" fill="#9c3f22" />
      <path d="M1318 548c10 0 10 14 0 14" fill="none" stroke="#9c3f22" strokeWidth="4" />
    </svg>
  );
}
