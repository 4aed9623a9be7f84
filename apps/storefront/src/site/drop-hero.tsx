import { buttonClass } from "@doorbuster/web/components/button-class";
import { DoorScene } from "./door-scene.tsx";
import { drop } from "./drop.ts";

export function DropHero() {
  return (
    <section
      aria-labelledby="drop-name"
      className="relative isolate flex min-h-[min(42rem,calc(100svh-6rem))] overflow-hidden bg-[#12161c] text-[#f6f3ea] sm:min-h-[min(46rem,calc(100svh-4rem))]"
    >
      <div className="@container-size absolute inset-x-0 bottom-0 -z-10 h-[62%] sm:h-full">
        <DoorScene />
      </div>
      <div className="mx-auto flex w-full max-w-[90rem] flex-col px-4 pt-10 pb-8 sm:justify-end sm:px-8 sm:pb-14">
        <h1
          id="drop-name"
          className="max-w-[9ch] text-[clamp(3.25rem,10.5vw,9.5rem)] leading-[0.88] font-semibold tracking-[-0.045em]"
        >
          {drop.name}
        </h1>
        <p className="mt-5 max-w-[24ch] text-lg text-balance text-[#e8e2d2] sm:mt-7 sm:max-w-md sm:text-2xl sm:leading-snug">
          {drop.promise}
        </p>
        <p className="mt-auto pt-8 sm:mt-0">
          <a href="#drop" className={buttonClass("primary", "lg")}>
            See what’s in it
          </a>
        </p>
      </div>
    </section>
  );
}
