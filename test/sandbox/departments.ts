/** The license that a job usually comes with, by the name of its access level. */
export type Level = "standard" | "light" | "contributor" | "external";

export interface Job {
  readonly title: string;
  readonly level: Level;
}

/** One part of the organization: a home group, its teams and its jobs. */
export interface Department {
  readonly name: string;
  /** Out of a hundred users, how many work here. */
  readonly share: number;
  /** The job of the one at the top. */
  readonly head: Job;
  /** Those who lead a few others. */
  readonly leads: readonly Job[];
  readonly jobs: readonly Job[];
  readonly teams: readonly string[];
}

const jobs = (level: Level, ...titles: readonly string[]): Job[] => titles.map((title) => ({ title, level }));

export const departments: readonly Department[] = [
  {
    name: "Marketing",
    share: 18,
    head: { title: "Chief Marketing Officer", level: "standard" },
    leads: jobs("standard", "Marketing Manager", "Campaign Manager", "Project Manager"),
    jobs: [
      ...jobs("standard", "Project Coordinator", "Campaign Planner"),
      ...jobs("light", "Content Strategist", "Marketing Specialist", "Social Media Editor"),
      ...jobs("contributor", "Marketing Analyst"),
    ],
    teams: ["Campaigns", "Content", "Social Media"],
  },
  {
    name: "Creative Services",
    share: 17,
    head: { title: "Creative Director", level: "standard" },
    leads: jobs("standard", "Art Director", "Production Manager", "Studio Manager"),
    jobs: [
      ...jobs("standard", "Traffic Coordinator", "Producer"),
      ...jobs("light", "Senior Designer", "Designer", "Copywriter", "Video Editor", "Proofreader"),
    ],
    teams: ["Brand Design", "Print", "Video"],
  },
  {
    name: "Digital",
    share: 11,
    head: { title: "Director of Digital", level: "standard" },
    leads: jobs("standard", "Web Manager", "Product Owner"),
    jobs: [
      ...jobs("light", "Web Developer", "UX Designer", "Mobile Developer", "SEO Specialist"),
      ...jobs("contributor", "Web Analyst"),
    ],
    teams: ["Web", "Mobile", "Data"],
  },
  {
    name: "Events",
    share: 5,
    head: { title: "Head of Events", level: "standard" },
    leads: jobs("standard", "Event Manager"),
    jobs: [...jobs("standard", "Event Planner"), ...jobs("contributor", "Event Assistant")],
    teams: ["Trade Shows"],
  },
  {
    name: "Sales",
    share: 13,
    head: { title: "Chief Sales Officer", level: "light" },
    leads: jobs("light", "Regional Sales Manager", "Account Director"),
    jobs: [...jobs("contributor", "Account Manager", "Sales Representative", "Sales Operations Analyst")],
    teams: ["Sales Enablement"],
  },
  {
    name: "Finance",
    share: 6,
    head: { title: "Chief Financial Officer", level: "contributor" },
    leads: jobs("light", "Finance Manager"),
    jobs: jobs("contributor", "Controller", "Accountant", "Purchasing Specialist"),
    teams: ["Budget Approval"],
  },
  {
    name: "Legal & Compliance",
    share: 4,
    head: { title: "General Counsel", level: "contributor" },
    leads: jobs("contributor", "Senior Counsel"),
    jobs: jobs("contributor", "Counsel", "Compliance Officer", "Paralegal"),
    teams: ["Legal Review"],
  },
  {
    name: "Human Resources",
    share: 5,
    head: { title: "Chief People Officer", level: "contributor" },
    leads: jobs("light", "HR Manager"),
    jobs: jobs("contributor", "HR Business Partner", "Recruiter", "Employer Branding Specialist"),
    teams: ["Employer Brand"],
  },
  {
    name: "IT",
    share: 6,
    head: { title: "Chief Information Officer", level: "light" },
    leads: jobs("standard", "IT Service Manager"),
    jobs: jobs("light", "Systems Engineer", "Integration Developer", "Service Desk Analyst"),
    teams: ["Service Desk", "Integrations"],
  },
  {
    name: "Seoul Office",
    share: 5,
    head: { title: "Country Manager Korea", level: "standard" },
    leads: jobs("standard", "Marketing Manager"),
    jobs: [...jobs("light", "Marketing Specialist", "Designer"), ...jobs("contributor", "Sales Representative")],
    teams: ["Korea"],
  },
  {
    name: "Agency Partners",
    share: 10,
    head: { title: "Agency Relations Manager", level: "standard" },
    leads: jobs("external", "Agency Account Lead"),
    jobs: jobs("external", "Freelance Designer", "Freelance Copywriter", "Agency Producer", "Photographer"),
    teams: ["Agencies"],
  },
];

/** The job roles of Workfront, which assignments are made to. */
export const roleNames: readonly string[] = [
  "Project Manager",
  "Designer",
  "Copywriter",
  "Developer",
  "Video Editor",
  "Reviewer",
];
