/// Usual abbreviations of some languages, without their last full stop.
///
/// They are titles, references and connectives, which something follows in any case; what often ends a sentence, as
/// `etc.`, is not among them. All lists hold together where no language is named, so that no word of the five languages
/// is here that could end a sentence in any of them.
enum AbbreviationLists {
    struct List {
        let language: String
        let words: [String]
        /// Those that stand before a number, and are words otherwise.
        let numbers: [String]

        init(_ language: String, _ words: String, numbers: String) {
            self.language = language
            self.words = words.split(separator: " ").map(String.init)
            self.numbers = numbers.split(separator: " ").map(String.init)
        }
    }

    static let all = [english, german, french, spanish, italian]

    private static let english = List(
        "en",
        """
        Mr Mrs Ms Messrs Mmes Dr Drs Prof Profs Rev Revd Hon St Sts Mt Ft Fr Sr Capt Col Gen Lt Maj Sgt Cpl Pvt Adm \
        Cmdr Comdr Brig Gov Sen Sens Rep Reps Pres Supt Insp Det Visct Jas Wm Chas Geo Thos Jos Robt \
        e.g E.g i.e I.e viz cf Cf vs v Vs approx ca U.S U.K U.N E.U D.C H.M H.R.H N.Y R.N
        """,
        numbers: """
            No Nos no nos Vol Vols vol vols p pp P Pp Fig Figs fig figs Eq Eqs Sec Sect sec sect Ch Chap chap ch Art art \
            Par par Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec
            """)

    private static let german = List(
        "de",
        """
        Hr Hrn Fr Frl Dr Prof Dipl Ing Mag St Hl Gebr Fam Frhr Kgl Abt Bde Hrsg Verf vgl Vgl bzw bspw z.B Z.B d.h D.h u.a U.a \
        u.U U.u i.A i.V i.d.R m.E s.o s.u o.g sog evtl ggf geb gest verh inkl exkl einschl ausschl zzgl abzgl ca Ca rd \
        entspr gem lfd Str Jh Jahrh n.Chr v.Chr Chr griech lat frz engl dt österr schweiz
        """,
        numbers: "Nr Nrn S Art Abs Abb Tab Kap Anm Ziff Aufl Jg Bd Z Fn Rn Tel Jan Feb Aug Sept Okt Nov Dez")

    private static let french = List(
        "fr", "M MM Mme Mmes Mlle Mlles Mgr Dr Pr St Ste cf Cf p.ex éd Éd av env c.-à-d trad réf J.-C",
        numbers: "p pp art Art fig Fig n no nos t tome vol chap al janv févr avr juil oct nov déc")

    private static let spanish = List(
        "es",
        """
        Sr Sra Sres Sras Srta Srtas Dn Dña Da Dr Dra Dres Drs Prof Profa Lic Ing Arq Gral Cnel Tte Sgto Mons Rvdo Pbro Fr \
        Sto Sta Ud Uds Vd Vds Excmo Excma Ilmo Ilma Avda Av cf cfr Cfr p.ej P.ej ej EE.UU aprox
        """,
        numbers: "núm Núm núms pág Pág págs p pp Art art arts fig Fig cap Cap tel Tel vol")

    private static let italian = List(
        "it",
        """
        Sig Sigg Sig.ra Sig.na sig sigg Dott Dott.ssa dott Dr Prof Prof.ssa prof Avv avv Ing ing Geom Mons SS Ss Gen Col \
        Magg cfr Cfr cf p.es P.es a.C d.C ca
        """,
        numbers: "n nn pag Pag pagg p pp art Art artt fig Fig cap Cap vol tel Tel tav sez")
}
