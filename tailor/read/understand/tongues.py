"""What the parts of a CV are called in other languages than English: German, French, Spanish,
Italian, Portuguese, Dutch, Polish and Swedish. Each is the inside of a regular expression."""

TITLES = (
    r"\w*leiter(?:in)?|\w*ingenieur\w*|\w*entwickler\w*|\w*berater(?:in)?|\w*referent(?:in)?|"
    r"werkstudent\w*|praktikant\w*|praktikum|\w*mitarbeiter(?:in)?|\w*assistent(?:in)?|"
    r"\w*techniker(?:in)?|\w*mechaniker(?:in)?|\w*mechatroniker(?:in)?|\w*elektroniker(?:in)?|"
    r"\w*kauf(?:mann|frau)|sachbearbeiter(?:in)?|geschäftsführer(?:in)?|\w*pfleger(?:in)?|"
    r"krankenschwester|\w*lehrer(?:in)?|lehrkraft|dozent(?:in)?|wissenschaftler(?:in)?|"
    r"auszubildende\w*|\w*meister(?:in)?|monteur\w*|architekt(?:in)?|köchin|verkäufer(?:in)?|"
    r"responsable|chargée?|directeur|directrice|chef(?:fe)?|conseill(?:er|ère)|technicien(?:ne)?|"
    r"infirmi(?:er|ère)|aide-soignante?|professeure?|enseignante?|attachée?|gestionnaire|"
    r"coordinat(?:eur|rice)|vendeu(?:r|se)|comptable|juriste|rédact(?:eur|rice)|graphiste|"
    r"développeu\w+|ingénieure?|stagiaire|stage|alternante?|apprentie?|formateur|formatrice|"
    r"cuisini(?:er|ère)|chercheu(?:r|se)|doctorante?|animat(?:eur|rice)|"
    r"desarrollador\w*|ingenier\w*|gerente|jef[ea]|directora?|analista|técnic[oa]|enfermer[oa]|"
    r"profesora?|coordinadora?|becari[oa]|encargad[oa]|camarer[oa]|cociner[oa]|docente|"
    r"responsabile|ingegnere|sviluppat(?:ore|rice)|impiegat[oa]|infermier[ea]|direttore|direttrice|"
    r"tirocinante|insegnante|ricercat(?:ore|rice)|engenheir[oa]|coordenadora?|estagiári[oa]|"
    r"professora?|desenvolvedora?|\w*medewerker|adviseur|verpleegkundige|ontwikkelaar|stagiair|"
    r"inżynier|kierownik|specjalist[ak]a?|analityk|programista|\w*ingenjör|\w*utvecklare|"
    r"sjuksköterska|\w*chef|\w*konsult"
)
ORGANISATIONS = (
    r"\w*klinik\w*|\w*krankenhaus|\w*stadtwerke|\w*sparkasse|\w*werke?|ministerium|verein|stiftung|"
    r"hochschule|\w*amt|\w*gesellschaft|musée|festival|mairie|société|groupe|hôpital|chu|ministère|"
    r"banque|cabinet|agence|laboratoire|lycée|théâtre|sarl|sas|fundación|ayuntamiento|banco|grupo|"
    r"ospedale|azienda|comune|s\.?r\.?l|lda|ltda|gemeente|ziekenhuis|stichting|sp\. z o\.o|szpital"
)
SCHOOLS = (
    r"hochschule|école|escuela|gymnasium|lycée|berufsschule|instituto|scuola|liceo|politecnic|"
    r"uniwersytet|politechnika|högskola|universidade|faculdade|ausbildungsbetrieb"
)
DEGREES = (
    r"diplom|abitur|staatsexamen|berufsausbildung|ausbildung zu|fachhochschulreife|promotion|"
    r"licen[cs]e|matura|baccalaur|maîtrise|doctorat|\bBTS\b|\bDUT\b|\bCAP\b|grado en|licenciatura|"
    r"ingeniería|laurea|dottorato|licencjat|magister|inżynier|kandidat|civilingenjör"
)
SCORES = (
    r"note|moyenne|mention|abschlussnote|notendurchschnitt|nota|votazione|promedio|voto|ocena|"
    r"cijfer"
)
LABELS = (
    r"telefon|telefono|teléfono|téléphone|telefoon|tél|mobil|móvil|portable|handy|cellulare|courriel|"
    r"correo(?: electrónico)?|wohnort|anschrift|adresse|dirección|indirizzo|adres|domicile|kontakt|"
    r"webseite|site web|sitio web"
)
PLACES = ("address", "location", "wohnort", "anschrift", "adresse", "dirección", "indirizzo")
"""Labels of which the rest of the line is where someone lives."""

SECTIONS = {
    "work": "beruflicher werdegang|werdegang|praktische erfahrung|praktika|berufliche erfahrung|"
    "berufspraxis|expérience|expériences|expériences professionnelles|parcours professionnel|"
    "stages|emplois|experiencia|experiencia laboral|experiencia profesional|esperienza|esperienze|"
    "esperienza professionale|esperienze lavorative|experiência|experiência profissional|"
    "werkervaring|ervaring|doświadczenie|doświadczenie zawodowe|arbetslivserfarenhet|erfarenhet",
    "education": "studium|schulbildung|bildung|bildungsweg|akademische ausbildung|"
    "schulische ausbildung|hochschulausbildung|études|diplômes|formations|formation et diplômes|"
    "cursus|formación|formación académica|educación|estudios|istruzione|formazione|"
    "istruzione e formazione|formação|formação académica|formação acadêmica|opleiding|opleidingen|"
    "wykształcenie|edukacja|utbildning",
    "skills": "fähigkeiten|fachkenntnisse|edv-kenntnisse|edv kenntnisse|it-kenntnisse|kompetenzen|"
    "technische kenntnisse|kenntnisse und fähigkeiten|compétences techniques|savoir-faire|"
    "informatique|outils|habilidades|competencias|aptitudes|conocimientos|competenze|"
    "competências|habilidades técnicas|vaardigheden|umiejętności|kompetenser|färdigheter",
    "languages": "sprachkenntnisse|fremdsprachen|langue|idiomas|lingue|línguas|talen|"
    "języki|języki obce|språk",
    "certificates": "weiterbildung|weiterbildungen|fortbildungen|zertifizierungen|"
    "certifications et formations|certificaciones|certificazioni|certificações|certyfikaty",
    "awards": "preise|ehrungen|stipendien|prix|prix et distinctions|premios|premi|prêmios|nagrody",
    "interests": "hobbys|hobbies|hobbys und interessen|persönliche interessen|centres d'intérêt|"
    "loisirs|intereses|aficiones|interessi|interesses|hobby's|zainteresowania|intressen",
    "volunteer": "ehrenamtliches engagement|engagement|engagements|voluntariado|volontariato|"
    "vrijwilligerswerk|wolontariat",
    "summary": "kurzprofil|über mich|zusammenfassung|à propos|résumé du profil|perfil|"
    "perfil profesional|sobre mí|profilo|profiel|podsumowanie|o mnie|om mig",
    "contact": "kontakt|kontaktdaten|persönliche daten|persönliche angaben|angaben zur person|"
    "coordonnées|informations personnelles|état civil|datos personales|contacto|contatti|"
    "dati personali|dados pessoais|contato|contactgegevens|persoonlijke gegevens|"
    "dane osobowe|dane kontaktowe",
    "publications": "veröffentlichungen|publicaciones|pubblicazioni|publicações|publicaties",
    "projects": "ausgewählte projekte|projets|proyectos|progetti|projetos|projecten|projekty",
}
"""Titles of sections beside those that tailor itself prints."""
