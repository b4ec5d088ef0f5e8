"""How Norvane measures besides ratings: tests, certificates and work samples by skill."""

LEADERSHIP_SKILLS = frozenset(
    {
        "LEADERSHIP",
        "FEEDBACK",
        "DELEGATION",
        "CONFLICT_RESOLUTION",
        "DIFFICULT_CONVERSATIONS",
        "CHANGE_LEADERSHIP",
        "DECISION_MAKING",
    }
)

TESTED_SKILLS = {
    "EXCEL": "Spreadsheet test",
    "PYTHON": "Python screening",
    "SQL": "SQL screening",
    "DATA_ANALYSIS": "Statistics check",
    "CYBERSECURITY": "Phishing and security test",
    "DATA_PROTECTION": "Privacy knowledge test",
    "COMPLIANCE": "Code of conduct test",
    "SAFETY": "Yearly safety test",
    "PRODUCT_KNOWLEDGE": "Product release test",
    "ENGLISH": "English placement test",
    "ACCOUNTING": "Closing quiz",
    "QUALITY_CONTROL": "Measurement system test",
    "MACHINE_OPS": "Line theory test",
    "CRITICAL_THINKING": "Argument analysis test",
}

# Skill: (title, level it shows, months it is valid or 0 for ever)
CERTIFICATES = {
    "PROJECT_MGMT": ("Certified project manager", 3.5, 36),
    "CYBERSECURITY": ("Information security practitioner", 4.0, 36),
    "CLOUD": ("Cloud operations associate", 3.0, 24),
    "SAFETY": ("Site safety certificate", 3.0, 24),
    "MACHINE_OPS": ("Operator licence, line B", 3.0, 24),
    "LEAN": ("Lean green belt", 3.5, 0),
    "QUALITY_CONTROL": ("Internal auditor", 3.5, 36),
    "DATA_PROTECTION": ("Privacy professional", 4.0, 24),
    "ACCOUNTING": ("Chartered accountant, part two", 4.0, 0),
    "PROCUREMENT": ("Professional buyer", 3.5, 0),
    "PAYROLL": ("Payroll specialist diploma", 4.0, 36),
    "CRM": ("CRM administrator", 3.5, 18),
    "ENGLISH": ("English C1", 4.0, 0),
    "COACHING": ("Systemic coach", 3.5, 0),
    "FACILITATION": ("Certified facilitator", 3.5, 36),
}

# Certificates that a role cannot do without: skill to roles
NEEDED_CERTIFICATES = {
    "SAFETY": ("MO", "PTL", "LOG"),
    "MACHINE_OPS": ("MO",),
    "CYBERSECURITY": ("SEC",),
}

# Role: skill: what was judged
WORK_SAMPLES = {
    "SWE": {"PYTHON": "merge request review", "SW_TESTING": "test suite walk-through"},
    "SSWE": {"SYS_ARCH": "design review", "COMMUNICATION": "architecture talk"},
    "DA": {"DATA_VIS": "dashboard critique", "COMMUNICATION": "findings read-out"},
    "UX": {"UX_RESEARCH": "usability study", "FACILITATION": "design sprint"},
    "LD": {"INSTR_DESIGN": "course pilot", "FACILITATION": "pilot session"},
    "QE": {"QUALITY_CONTROL": "root cause report", "PROBLEM_SOLVING": "root cause report"},
    "MO": {"MACHINE_OPS": "change-over", "SAFETY": "workplace walk"},
    "CSM": {"PRODUCT_KNOWLEDGE": "demo call", "DIFFICULT_CONVERSATIONS": "escalation role-play"},
    "AE": {"NEGOTIATION": "negotiation simulation", "PRESENTING": "pitch"},
    "TEAMMGR": {"DIFFICULT_CONVERSATIONS": "leadership simulation"},
}
