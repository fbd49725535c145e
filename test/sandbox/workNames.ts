/** What an agency-like organization works on. A name is made of a client or product and what is done for it. */
const subjects =
  "Aurora Headphones|Bellweather Coffee|Cascade Outdoor|Delta Insurance|Evergreen Hotels|Fjord Mobility|Granite Bank|Harbor Foods|Juniper Skincare|Kestrel Cameras".split(
    "|",
  );

const deliverables = {
  PROJ: "Spring Launch|Brand Refresh|Holiday Campaign|Trade Fair|Product Page Relaunch|Video Series|Customer Magazine|Newsletter Program|Packaging Update|Store Opening",
  TASK: "Write the briefing|Design the key visual|Lay out the landing page|Edit the product video|Proofread the brochure|Retouch the photos|Translate the captions|Build the email template|Prepare the print files|Plan the media budget",
  OPTASK:
    "Logo is blurred on phones|Wrong price on page 3|Link leads nowhere|Subtitle is out of sync|New banner size needed|Legal line is missing|Old photo in the header|Form does not send",
  TMPL: "Launch in six weeks|Event, standard|Print campaign|Web relaunch|Social media month",
  PORT: "Consumer Brands|Financial Services|Travel and Leisure|Retail",
  PRGM: "Sustainability|Market Entry Korea|Rebranding|Partner Marketing",
  DOCU: "Briefing.pdf|Logo.ai|Storyboard.key|Media plan.xlsx",
  RRUL: "Requests for the web|Requests for print|Translations|Everything else",
  TEAMOB: "Launch Team|Pitch Team|Quality Circle|Studio Rota",
  PTLSEC: "Utilization by team|Overdue tasks|Open requests|Budget against plan|My projects this week",
  SCHREP: "Monday overview|Month end figures",
  TSPRO: "Weekly, 40 hours|Monthly, freelancers",
} as const;

/** Types that belong to a client or product, which their name begins with. */
const ofSubjects: ReadonlySet<string> = new Set(["PROJ", "DOCU", "TMPL", "PTLSEC"]);

/** @param number of the object; neighbors have different names. */
export function workName(code: string, number: number): string {
  const choices = Object.hasOwn(deliverables, code) ? deliverables[code as keyof typeof deliverables].split("|") : [];
  const what = choices[number % choices.length];
  if (what === undefined) return `${code} ${number}`;
  const subject = subjects[Math.floor(number / choices.length) % subjects.length];
  if (ofSubjects.has(code)) return `${subject}: ${what}`;
  return code === "TASK" || code === "OPTASK" ? what : `${what} ${number}`;
}
