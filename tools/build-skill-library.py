#!/usr/bin/env python3
"""Builds the skill library that Headway ships.

    python3 tools/build-skill-library.py DATA_FOLDER [OUTPUT]

DATA_FOLDER holds the two public sources, gzip-compressed, one header line each:

    skills/esco_all_skill_names.tsv.gz      skill, description        (ESCO 1.1, every skill name)
    skills/esco_cross_sector_skills.csv.gz  conceptUri, preferredLabel, altLabels (a line each), skillType, reuseLevel
    skills/esco_digital_skills.csv.gz       the ESCO digital, language and transversal collections,
    skills/esco_language_skills.csv.gz      altLabels separated by " | "
    skills/esco_transversal_skills.csv.gz
    onet/technology_skills.tsv.gz           Example, Commodity Title, Hot Technology (O*NET 29.3)
    onet/content_model_reference.tsv        Element ID, Element Name, Description
    onet/task_statements.tsv.gz             only counted, to learn which words are ordinary English

OUTPUT (default src/Headway.Catalog/Skills/Library/skills.tsv.gz): id, type, source, flags, name, aliases
(separated by |), description; no header. The same input gives the same bytes.
"""
import collections
import csv
import gzip
import hashlib
import io
import os
import re
import sys

csv.field_size_limit(10 ** 8)

DESCRIPTION_LIMIT = 90
HOT_ROWS = 20           # a product named in so many occupations may drop its vendor: "Microsoft Excel" -> "Excel"
COMMON = 2              # a lower-case word seen so often in running text is ordinary English, not a product
VERBS_OF_SOFT_SKILLS = re.compile(
    r"\b(teamwork|team spirit|team building|collaborat\w*|cooperat\w*|communicat\w*|negotiat\w*|leadership|lead others|"
    r"motivat\w*|empath\w*|critical\w*|creativ\w*|listen\w*|persua\w*|mentor\w*|assertive\w*|conflict|"
    r"problem solving|time management|public speaking|presentation techniques|adaptab\w*|self-\w+)\b")
ONET_SOFT = ("2.A.1.a", "2.A.1.b", "2.A.1.c", "2.A.1.d", "2.A.2", "2.B.1", "2.B.2", "2.B.4.e", "2.B.5.a", "2.B.5.d")
# One-word aliases of ESCO are mostly bare verbs ("draw", "report", "choose"); these few are names of skills.
ONE_WORD_ALIASES = {
    "counselling", "tutoring", "brainstorming", "persuasion", "negotiation", "delegation", "moderation", "curiosity",
    "budgeting", "teamwork", "leadership", "empathy", "programming", "coding", "copywriting", "bookkeeping",
}
# Everyday names that the sources file under another name or do not give; the first skill to claim a name keeps it.
EVERYDAY_NAMES = {
    "manage data": ["data management"],
    "perform data analysis": ["data analysis", "analyse data", "data analytics"],
    "principles of artificial intelligence": ["artificial intelligence", "AI"],
    "remote sensing techniques": ["remote sensing"],
    "Agile development": ["agile methodologies", "agile methods", "agile methodology", "agile software development", "agile environment"],
    "cloud technologies": ["cloud computing", "cloud services"],
    "work in teams": ["team player", "teamwork", "team work"],
    "computer programming": ["programming", "coding", "software development"],
    "communication": ["communication skills", "verbal communication", "oral communication", "communicator"],
    "Writing": ["writing skills", "written communication", "academic writing"],
    "think critically": ["critical thinking"],
    "think analytically": ["analytical skills", "analytical thinking", "analytical mindset"],
    "solve problems": ["problem solving", "problem solver"],
    "manage relationships with stakeholders": ["stakeholder management"],
    "execute software tests": ["software testing", "automated testing", "unit testing", "test automation"],
    "address an audience": ["public speaking"],
    "attend to detail": ["attention to detail", "detail oriented"],
    "manage time": ["time management skills"],
    "demonstrate curiosity": ["intellectual curiosity", "curious"],
    "show initiative": ["self-starter", "proactive"],
    "write technical reports": ["technical reports", "technical writing"],
    "web programming": ["web development", "front-end development", "frontend development", "back-end development"],
    "software design methodologies": ["software design", "software architecture"],
    "scientific research methodology": ["research methods", "research methodology", "research design"],
    "software interaction design": ["interaction design"],
    "statistics": ["statistical analysis", "statistical methods"],
}
MISLEADING_ALIASES = {
    "data analysis", "use of data", "big data", "analyse data", "analysis of data", "remote sensing", "rs", "verified information",
    "service marked", "creative solutions", "application process", "personal development", "be responsible", "stay focused",
    "risk assessment", "risk assessments", "natural sciences", "help people", "job opportunity", "economic model", "it", "hr", "ems", "pm",
    "mib", "cms", "r d", "ide", "basic", "rtos", "tms", "counselling", "email", "subquery", "grading system", "assess processes", "review information",
    "environmental sustainability", "environmental protection", "political system", "political systems", "saas",
}
PRODUCT_BRACKET = re.compile(r" \((computer programming|tools for [^)]*|digital game creation systems|learning management systems|"
                             r"software [^)]*|mobile operating systems|[^)]*computer program[^)]*)\)$")
SHORT_ALIASES = {"AI", "UX", "UI", "QA", "C#"}     # other names of two letters mean too many things
SHORT_PRODUCTS = {"Excel", "Word", "Outlook"}       # ordinary words, yet what everybody calls the product
LOWER_WORDS_OF_A_PRODUCT_CLASS = re.compile(r"\s(software|system|systems|tool|tools|program|programs|application|applications)$")


def rows(folder, name, tabs):
    path = os.path.join(folder, name)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as f:
        if tabs:
            yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(f)


def clean(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("|", "/")).strip()


def split_aliases(text, separator):
    return [a for a in (clean(part) for part in text.split(separator)) if a]


def key(name):
    return re.sub(r"[^a-z0-9+#.]+", " ", name.lower()).strip()


def shorten(text):
    text = clean(text)
    sentence = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    if len(sentence) <= DESCRIPTION_LIMIT:
        return sentence
    return sentence[:DESCRIPTION_LIMIT].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def make_id(source, name):
    return source + "-" + hashlib.sha256((source + ":" + name.lower()).encode()).hexdigest()[:10]


def ordinary_words(folder):
    counts = collections.Counter()
    texts = [r["description"] for r in rows(folder, "skills/esco_all_skill_names.tsv.gz", True)]
    texts += [r["Task"] for r in rows(folder, "onet/task_statements.tsv.gz", True)]
    for text in texts:
        counts.update(re.findall(r"(?<![\w.])[a-z][a-z]+(?![\w])", text or ""))
    return counts


class Skill:
    def __init__(self, source, kind, name, description):
        self.source, self.kind, self.name, self.description = source, kind, name, shorten(description)
        self.aliases, self.flags = [], ""


def esco(folder):
    skills = {}
    for r in rows(folder, "skills/esco_all_skill_names.tsv.gz", True):
        name = clean(r["skill"])
        skills.setdefault(key(name), Skill("esco", None, name, r["description"]))
    verbs, soft = collections.Counter(), set()
    files = (("esco_cross_sector_skills", "\n"), ("esco_digital_skills", " | "),
             ("esco_transversal_skills", " | "), ("esco_language_skills", " | "))
    for file, separator in files:
        for r in rows(folder, "skills/" + file + ".csv.gz", False):
            name = clean(r["preferredLabel"])
            skill = skills.setdefault(key(name), Skill("esco", None, name, r["description"]))
            skill.aliases += split_aliases(r["altLabels"], separator)
            if r["skillType"] == "skill/competence":
                verbs[name.split()[0]] += 1
            if file == "esco_language_skills":
                skill.kind = "language"
            elif file == "esco_transversal_skills":
                skill.kind = "soft"
            elif skill.kind is None:
                skill.kind = "technical" if r["skillType"] == "skill/competence" else "knowledge"
                if VERBS_OF_SOFT_SKILLS.search(name) and r["reuseLevel"] in ("cross-sector", "transversal") and "ICT" not in name:
                    skill.kind = "soft"
    for skill in skills.values():
        words = skill.name.split()
        if PRODUCT_BRACKET.search(skill.name):
            skill.kind = "tool"
        if skill.kind is None:
            skill.kind = "technical" if len(words) > 1 and verbs[words[0]] > 0 else "knowledge"
        skill.aliases = EVERYDAY_NAMES.get(skill.name, []) + [a for a in skill.aliases if key(a) not in MISLEADING_ALIASES]
        skill.aliases = [a for a in skill.aliases if " " in a or "-" in a or a in EVERYDAY_NAMES.get(skill.name, [])
                         or a.lower() in ONE_WORD_ALIASES or not a[0].islower()]
    return skills


def acronym(name):
    """'Structured query language SQL' -> ('Structured query language', 'SQL'); None where the letters do not fit."""
    m = re.match(r"^(.*?)\s+\(?([A-Z][A-Z0-9/&]{1,6})\)?$", name)
    if not m:
        return None
    words = re.findall(r"[A-Za-z]+", m.group(1))
    letters = "".join(w[0] for w in words if w.lower() not in ("and", "of", "for", "the")).upper()
    loose = re.sub(r"[^A-Z]", "", m.group(2))
    spelled = re.sub(r"[^A-Z]", "", m.group(1).upper())
    at = -1
    for letter in loose:
        at = spelled.find(letter, at + 1)
        if at < 0:
            return None
    return (m.group(1), m.group(2)) if len(words) > 1 and letters[:1] == loose[:1] else None


def onet(folder, skills, words):
    count, hot, classes = collections.Counter(), set(), {}
    for r in rows(folder, "onet/technology_skills.tsv.gz", True):
        name = clean(r["Example"])
        count[name] += 1
        classes[name] = clean(r["Commodity Title"])
        if r["Hot Technology"] == "Y":
            hot.add(name)
    vendors = collections.Counter(n.split()[0] for n in count if " " in n)
    vendors = {v for v, n in vendors.items() if n >= 5 and v[0].isupper() and not words[v.lower()] >= COMMON} | {"Apple", "Oracle", "Unity"}
    bare = {key(re.sub(r" \(.*\)$", "", s.name)): s for s in skills.values() if PRODUCT_BRACKET.search(s.name)}
    for name in sorted(count):
        names = product_names(name, vendors, name in hot or count[name] >= HOT_ROWS, words)
        found = next((skills[key(n)] for n in names if key(n) in skills and skills[key(n)].kind != "language"), None)
        found = found or next((bare[key(n)] for n in names if key(n) in bare), None)
        skill = found or Skill("onet", "tool", name, classes[name])
        if found is None:
            skills[key(name)] = skill
        elif skill.kind in ("knowledge", "technical") and not LOWER_WORDS_OF_A_PRODUCT_CLASS.search(name):
            skill.kind = "tool"
        skill.aliases += [n for n in names if key(n) != key(skill.name)]
    elements(folder, skills)


def product_names(name, vendors, well_known, words):
    names = [name]
    short = LOWER_WORDS_OF_A_PRODUCT_CLASS.sub("", name)
    if short != name and (" " in short or (well_known and not words[short.lower()])):
        if not all(words[w.lower()] >= COMMON for w in short.split()):
            names.append(short)
    parts = acronym(short)
    if parts:
        names += [p for p in parts if len(p) > 2 and key(p) not in MISLEADING_ALIASES]
    if well_known:
        bare = re.sub(r"^(The MathWorks|Dassault Systemes|National Instruments|StataCorp|Qlik Tech)\s+", "", short)
        first, _, rest = bare.partition(" ")
        if bare == short and first in vendors and rest and rest[0].isupper():
            bare = rest
        ordinary_word = " " not in bare and words[bare.lower()] >= 1 and bare not in SHORT_PRODUCTS
        if bare != short and len(bare) > 2 and not bare.split()[0].isdigit() and not ordinary_word:
            names.append(bare)
    return names


def elements(folder, skills):
    for r in rows(folder, "onet/content_model_reference.tsv", True):
        element, name = r["Element ID"], clean(r["Element Name"])
        if not element.startswith(("2.A.", "2.B.", "2.C.")) or element.count(".") < 2:
            continue
        if element.count(".") == 2 and not element.startswith("2.C."):
            continue
        kind = "knowledge" if element.startswith("2.C") else "soft" if element.startswith(ONET_SOFT) else "technical"
        if key(name) in skills:
            continue
        skills[key(name)] = Skill("onet", kind, name, r["Description"])


def flag(skill, words):
    """w: a tool named with ordinary English words, or a language, which is also a people: its sentence has to speak of such things."""
    def ordinary(name):
        tokens = re.findall(r"[A-Za-z]+", name)
        return tokens and all(words[t.lower()] >= COMMON or len(t) == 1 for t in tokens)
    if skill.kind == "language" and " " not in skill.name:
        return "w"
    if skill.kind != "tool":
        return ""
    name = re.sub(r" \(.*\)$", "", skill.name)
    if name_is_a_class(name):
        return ""
    return "w" if ordinary(name) and not re.search(r"[+#]|[a-z][A-Z]", name) else ""


def name_is_a_class(name):
    return any(w[0].islower() for w in name.split()[1:])


def main():
    folder = sys.argv[1]
    target = sys.argv[2] if len(sys.argv) > 2 else "src/Headway.Catalog/Skills/Library/skills.tsv.gz"
    words = ordinary_words(folder)
    skills = esco(folder)
    onet(folder, skills, words)
    lines, ids, taken = [], set(), set(skills)
    owners = {key(a): s for s, names in EVERYDAY_NAMES.items() for a in names}
    for skill in sorted(skills.values(), key=lambda s: (s.source, s.name.lower(), s.name)):
        identity = make_id(skill.source, skill.name)
        assert identity not in ids, skill.name
        ids.add(identity)
        aliases = []
        for alias in skill.aliases:
            if owners.get(key(alias), skill.name) != skill.name:
                continue
            if key(alias) and key(alias) not in taken and len(alias.split()) <= 9 and (len(alias) > 2 or alias in SHORT_ALIASES):
                taken.add(key(alias))
                ordinary = skill.kind == "tool" and not name_is_a_class(alias) and all(
                    words[t.lower()] >= COMMON or len(t) == 1 for t in re.findall(r"[A-Za-z]+", alias))
                aliases.append(("?" if ordinary else "") + alias)
        lines.append("\t".join((identity, skill.kind, flag(skill, words), skill.name, "|".join(aliases), skill.description)))
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0, filename="") as f:
        f.write(("\n".join(lines) + "\n").encode("utf-8"))
    with open(target, "wb") as f:
        f.write(buffer.getvalue())
    kinds = collections.Counter(s.kind for s in skills.values())
    aliases = sum(line.split("\t")[4].count("|") + 1 for line in lines if line.split("\t")[4])
    print(f"{len(lines)} skills, {aliases} aliases, {dict(kinds)}, {len(buffer.getvalue())} bytes")


if __name__ == "__main__":
    main()
