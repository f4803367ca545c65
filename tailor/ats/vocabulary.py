"""Words of headings and dates by which an ATS knows its fields."""

import re
import tomllib
from functools import cache

from tailor.files import data_folder

TITLES_BY_LANGUAGE = {
    "summary": "profil|kurzprofil|über mich|zusammenfassung|à propos|résumé|perfil|resumen|"
    "sobre mí|resumo|sobre mim|profilo|sommario|profiel|samenvatting|podsumowanie|o mnie",
    "work": "berufserfahrung|beruflicher werdegang|berufspraxis|praktika|werdegang|expérience|"
    "expériences|expérience professionnelle|expériences professionnelles|parcours professionnel|"
    "experiencia|experiencia profesional|experiencia laboral|experiência|experiência profissional|"
    "esperienza|esperienze|esperienza professionale|esperienze professionali|"
    "esperienza lavorativa|esperienze lavorative|werkervaring|doświadczenie|"
    "doświadczenie zawodowe|karyanubhav",
    "education": "ausbildung|bildung|bildungsweg|studium|schulbildung|formation|formations|"
    "études|diplômes|formation académique|educación|formación|formación académica|estudios|"
    "educação|formação|formação acadêmica|formação académica|istruzione|formazione|"
    "istruzione e formazione|opleiding|opleidingen|wykształcenie|edukacja|shiksha",
    "skills": "kenntnisse|fähigkeiten|kompetenzen|edv-kenntnisse|it-kenntnisse|compétences|"
    "compétences techniques|habilidades|competencias|conocimientos|aptitudes|competências|"
    "conhecimentos|competenze|competenze tecniche|capacità|vaardigheden|competenties|umiejętności",
    "projects": "projekte|projets|proyectos|projetos|progetti|projecten|projekty",
    "certificates": "zertifikate|weiterbildung|weiterbildungen|certificaciones|certificados|"
    "certificações|certificazioni|certificaten|cursussen|certyfikaty|kursy",
    "awards": "auszeichnungen|preise|prix|distinctions|premios|prêmios|prémios|premi|prijzen|"
    "onderscheidingen|nagrody|wyróżnienia",
    "publications": "veröffentlichungen|publikationen|publicaciones|publicações|pubblicazioni|"
    "publicaties|publikacje",
    "languages": "sprachen|sprachkenntnisse|langues|idiomas|línguas|lingue|talen|języki|"
    "języki obce|bhasha",
    "volunteer": "ehrenamt|ehrenamtliches engagement|engagement|bénévolat|voluntariado|"
    "volontariato|vrijwilligerswerk|wolontariat",
    "interests": "interessen|hobbys|centres d'intérêt|centres d’intérêt|loisirs|intereses|"
    "interesses|interessi|interesses en hobby's|zainteresowania",
    "references": "referenzen|références|referencias|referências|referenze|referenties|referencje",
}
MONTHS = (
    r"jan|januari?|feb|februari?|mär|märz|mrz|maart|mrt|apr|mai|mei|juni|juli|augustus|okt|"
    r"oktober|dez|dezember|"
    r"janv|janvier|févr|février|fév|mars|avr|avril|juin|juil|juillet|août|sept|septembre|octobre|"
    r"novembre|déc|décembre|"
    r"ene|enero|febrero|marzo|abr|abril|mayo|junio|julio|ago|agosto|septiembre|setiembre|octubre|"
    r"noviembre|dic|diciembre|"
    r"janeiro|fev|fevereiro|março|maio|junho|julho|set|setembro|out|outubro|novembro|dezembro|"
    r"gen|gennaio|febbraio|aprile|mag|maggio|giu|giugno|lug|luglio|settembre|ott|ottobre|"
    r"dicembre|"
    r"styczeń|stycznia|luty|lutego|marzec|marca|kwiecień|kwietnia|maja?|czerwiec|czerwca|lipiec|"
    r"lipca|sierpień|sierpnia|wrzesień|września|październik|października|listopada?|grudzień|"
    r"grudnia|"
    r"janvari|farvari|joon|julai|agast|sitambar|aktubar|navambar|disambar"
)
"""Inside of a regular expression: German, Dutch, French, Spanish, Portuguese, Italian, Polish and
Hindi in Latin letters."""
NOW_BY_LANGUAGE = (
    r"heute|laufend|jetzt|aujourd['’]hui|présent|en cours|ce jour|actualidad|presente|actual|"
    r"hoy|atual|atualmente|oggi|in corso|attuale|heden|nu|obecnie|nadal|teraz|vartaman"
)
TO = r"bis|à|au|a|até|tot|do"
TITLES = {
    "summary": "summary|profile|about|about me|objective|career objective|executive summary"
    "|professional summary|professional profile",
    "work": "experience|work experience|employment|employment history|work history|career history"
    "|professional experience|appointments|academic appointments|positions|internships",
    "education": "education|education and training|academic background|qualifications",
    "skills": "skills|technical skills|core skills|key skills|skills and tools|technologies"
    "|competencies|core competencies|areas of expertise|expertise|skills and interests",
    "projects": "projects|open source|portfolio|software",
    "certificates": "certifications|certificates|licenses|licences|licenses and certifications"
    "|certifications and licenses|training",
    "awards": "awards|honors|honours|honors and awards|awards and honors|grants|fellowships"
    "|grants and awards|achievements|scholarships",
    "publications": "publications|papers|articles|books|journal articles|conference papers",
    "languages": "languages",
    "volunteer": "volunteer experience|volunteering|volunteer work|community|community service",
    "interests": "interests|hobbies",
    "references": "references",
    "other": "patents|talks|presentations|invited talks|teaching|teaching experience|service"
    "|professional service|memberships|affiliations|professional affiliations|courses"
    "|coursework|relevant coursework|leadership|activities|extracurricular activities|media"
    "|conferences|additional information|supervision|research|exhibitions|military service",
}
ADJECTIVES = re.compile(
    r"^(?:selected|relevant|professional|additional|other|recent|related|research|clinical|"
    r"industry|academic|technical|key|core|invited|personal|peer-reviewed|notable)\s+"
)
JOB = re.compile(
    r"\b(?:engineer|developer|manager|director|analyst|nurse|teacher|lecturer|professor|"
    r"assistant|associate|consultant|intern|trainee|apprentice|technician|designer|architect|"
    r"scientist|researcher|fellow|officer|administrator|coordinator|specialist|lead|head|chief|"
    r"president|accountant|auditor|lawyer|attorney|paralegal|clerk|driver|mechanic|electrician|"
    r"plumber|welder|machinist|supervisor|representative|instructor|tutor|postdoc\w*|programmer|"
    r"founder|owner|volunteer|chair|editor|reviewer|therapist|physician|pharmacist|chef|cook|"
    r"secretary|advis[eo]r|agent|planner|operator|trainer|strategist|writer|student|"
    r"superintendent|cashier|buyer|recruiter|librarian|journalist|translator|surveyor|c[etf]o|"
    r"paramedic|midwife|caregiver|aide|educator|principal|dean|partner|counsel|clinician|"
    r"practitioner|entwickler\w*|ingenieur\w*|leiter\w*|berater\w*)\b",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|plc|gmbh|ag|corp|corporation|company|co|group|labs?|laborator\w+|bank|"
    r"foundation|association|department|hospital|clinic|council|ministry|agency|services|"
    r"systems|technologies|partners|solutions|institute\w*|university|college|school)\b",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"universit|college|school|institut|academy|polytechnic|hochschule|école|gymnasium|lyceum"
    r"|faculty|\b(?:ETH|MIT|UCLA|EPFL)\b",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"bachelor|master|doctor|diplom|degree|minor in|major in|associate of|certificate|abitur|"
    r"licen[cs]e|\b(?:[BM]\.?\s?(?:Sc?|A|Eng|Ed|Tech|BA|Phil)|Ph\.?\s?D|MBA|LL\.?[BM]|J\.?D|M\.?D|"
    r"DNP|BSN|MSN|GED|ADN)\b",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter|"
    rf"{MONTHS})\.?"
)
YEAR = r"(?:19|20)\d\d"
DAY = (
    rf"(?:(?<!\w){MONTH},?\s*(?:\d{{1,2}},\s*|de\s+)?{YEAR}|(?:0?[1-9]|1[0-2])[/.]{YEAR}"
    rf"|{YEAR}(?:-(?:0[1-9]|1[0-2]))?)"
)
NOW = rf"(?:present|current|now|today|ongoing|to date|{NOW_BY_LANGUAGE})"
DATES = re.compile(
    rf"(?<![\w-])({DAY})(?:\s*(?:[-–—]+|to|until|{TO})\s*({DAY}|{NOW}))?(?![\w-])",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:(?=[^,]{1,60},)"
    r"[^\W\d_][^\W\d_.'’-]*[ '’-]?(?:[^\W\d_]+[ .'’-]*){0,3},\s*[^\W\d_][^\d,]{1,24}"
    r"|remote(?:\s*\(.*\))?|hybrid)",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
PHONE = re.compile(
    r"(?<![\w/.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,14}(?:[ .-]\d{1,12}){0,5}"
    r"|0\d{1,5}(?:[ .-]\d{2,8}){1,4}|\d{5} \d{5}"
    r"|(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,5}){1,4})(?![\w/-])"
)
CALENDAR = re.compile(
    rf"(?:\d\d?[ .-])?{YEAR}[ .-]{YEAR}|{YEAR}[ .-]\d\d[ .-]\d\d|\d\d[ .-]\d\d[ .-]{YEAR}"
)
"""Days and spans of years, which look like numbers to call."""
LINK = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s|<>()]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,12}"
    r"(?:/[^\s|<>(),;]*)?)(?![\w@])",
    re.IGNORECASE,
)


@cache
def known_titles() -> dict[str, str]:
    """Heading in lower case -> kind of section."""
    both = (*TITLES.items(), *TITLES_BY_LANGUAGE.items())
    known = {name: kind for kind, names in both for name in names.split("|")}
    text = (data_folder("data") / "section_titles.toml").read_text(encoding="utf-8")
    for table in tomllib.loads(text).values():
        known |= {title.casefold(): kind for kind, title in table.items() if kind != "courses"}
    return known


def kind_of(heading: str) -> str:
    """The kind of section that a heading announces, or ""."""
    text = " ".join(heading.casefold().replace("&", "and").strip(" :").split())
    known = known_titles()
    return known.get(text) or known.get(ADJECTIVES.sub("", text), "")


def find_phone(text: str) -> str:
    """The first run that has as many digits as a telephone number (E.164: at most 15), or ""."""
    for found in PHONE.finditer(text):
        digits = sum(character.isdigit() for character in found[0])
        if 7 <= digits <= 15 and not CALENDAR.fullmatch(found[0]):
            return found[0]
    return ""
