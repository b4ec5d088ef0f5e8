"""Names people at each site might have, put together at random; no real persons are meant."""

FIRST = {
    "Hamburg": """
        Anke Annika Arne Ayse Bjarne Carsten Claudia Deniz Dörte Elif Emilia Enno Fenja Finn
        Frauke Gesine Hauke Heike Henning Hinnerk Imke Jannik Jasna Jonas Jule Kacper Katja
        Kerem Lennart Levke Lotte Malte Mareike Merle Milena Nele Niklas Oksana Ole Pia Rieke
        Sebastian Selin Sönke Svenja Tomasz Torben Ulrike Wiebke Yusuf
    """,
    "Leeds": """
        Abigail Adil Aisha Alistair Amelia Ben Bronagh Callum Catriona Chloe Conor Dafydd Declan
        Elliot Esme Farah Fergus Gareth Georgia Gwen Harriet Hamza Imogen Isla Jack Joanne
        Kieran Laila Lewis Maisie Marcus Megan Nadia Niamh Oliver Oscar Phoebe Rhys Rosie Saira
        Sian Sophie Tariq Tess Toby Victoria Will Yasmin Zara Zoe
    """,
    "Porto": """
        Afonso Alice Amadeu Ana Beatriz Bernardo Bruna Carolina Catarina Cláudio Constança
        Daniela Dinis Duarte Eduarda Eva Fábio Filipa Francisco Gonçalo Guilherme Helena Hugo
        Inês Iolanda Joana João Lara Leonor Lourenço Luísa Mafalda Marta Martim Matilde Miguel
        Nádia Nuno Patrícia Pilar Rafael Rita Rodrigo Rui Salvador Sara Simão Tiago Teresa Vasco
    """,
    "Chicago": """
        Aaliyah Alejandra Amari Andre Ashley Brandon Brooke Camila Carlos Darnell Delia Diego
        Dominic Ebony Eduardo Elena Ethan Gabriela Grace Hailey Isaac Jada Jasmine Jerome Jordan
        Julian Kayla Keisha Kendra Lucia Luis Mackenzie Malik Marisol Mason Monique Natalie Noah
        Omar Paige Quentin Rosa Shauna Sofia Terrence Tyler Valeria Wesley Xavier Zachary
    """,
    "Pune": """
        Aarav Aditi Akshay Amruta Anand Anjali Arjun Asmita Bhavana Chaitanya Deepa Devika Dhruv
        Gauri Girish Harsh Isha Ishaan Jyoti Kavita Kedar Ketaki Mandar Meera Mihir Mrunal
        Nandini Neha Nikhil Omkar Pallavi Pranav Prachi Rahul Rohini Rucha Sachin Sanika Sayali
        Shreya Shruti Siddharth Sneha Swapnil Tanvi Tejas Urmila Vaibhav Vikram Yash
    """,
    "Singapore": """
        Adelyn Aiman Alvin Amirah Arun Boon Celeste Cheryl Chong Clarence Daryl Desmond Divya
        Eileen Eng Faizal Farhana Gerald Grace Hafiz Hui Irfan Jasper Jia Joanna Joel Kah
        Kavitha Kelvin Li Mei Melvin Min Nabilah Natasha Nurul Pei Priya Rachel Ravi Ryan Serene
        Shanti Siti Suresh Terence Valerie Wei Xin Yi
    """,
}

LAST = {
    "Hamburg": """
        Ahlers Albers Arslan Behrens Brandt Brodersen Carstens Claußen Demir Detlefsen Ehlers
        Feddersen Frank Gerdes Grabowski Hansen Harms Hinrichs Jansen Jessen Kaya Kelling
        Kowalczyk Krüger Lorenzen Lüders Marten Meinders Nowak Oldenburg Öztürk Paulsen Petersen
        Quast Rehder Rohwer Schlüter Sievers Stüben Tamm Thomsen Tietjen Uhlig Vogt Voss Wagner
        Westphal Wulff Yildiz Zander
    """,
    "Leeds": """
        Adeyemi Ahmed Airey Ashworth Barraclough Begum Bentley Booth Briggs Calvert Crossley
        Dawson Dyson Eastwood Fairclough Farrow Firth Gill Greenwood Hanif Hargreaves Haworth
        Hirst Holroyd Hussain Ibbotson Jagger Kaur Kershaw Lockwood Mahmood McBride Metcalfe
        Midgley Naylor Oates Okafor Patel Priestley Quarmby Rhodes Sharpe Shaw Stead Sugden
        Thackray Uttley Varley Whitaker Wormald
    """,
    "Porto": """
        Abrantes Almeida Amaral Antunes Azevedo Baptista Barros Bessa Brandão Cabral Campos
        Cardoso Carneiro Coelho Correia Cunha Dantas Domingues Esteves Faria Figueira Fonseca
        Freitas Gaspar Gouveia Guerra Leitão Lemos Lobo Macedo Magalhães Maia Meireles Monteiro
        Moreira Nogueira Pacheco Pinheiro Queirós Ramalho Rebelo Sampaio Seabra Serra Taveira
        Teixeira Vale Vaz Viana Xavier
    """,
    "Chicago": """
        Acosta Alvarez Banks Bell Bennett Boyd Brooks Carter Castillo Coleman Cortez Dawkins
        Delgado Dixon Ellison Espinoza Fields Flores Garcia Gibson Grant Hayes Herrera Hicks
        Ibarra Jenkins Jimenez Kaminski Kowalski Lewis Lozano Marsh McGrath Medina Morales Novak
        Ortega Parks Perkins Quintero Reyes Robinson Salazar Sanders Sutton Tillman Vance Walsh
        Whitfield Zamora
    """,
    "Pune": """
        Abhyankar Agashe Apte Bapat Bhagwat Bhosale Chavan Chitale Dabholkar Damle Deshmukh
        Deshpande Dixit Gadgil Ghate Gokhale Inamdar Jadhav Joglekar Joshi Kadam Kale Kamble
        Karandikar Kelkar Khare Kulkarni Limaye Mahajan Marathe Mohite Nagarkar Natu Oak
        Paranjape Patil Pawar Phadke Pingle Ranade Sane Sapre Sathe Shinde Soman Tambe Thakar
        Vaidya Wagh Yadav
    """,
    "Singapore": """
        Abdullah Ang Balakrishnan Boey Chan Chandran Cheong Chia Chua Goh Govindasamy Hassan Ho
        Ibrahim Ismail Kaur Koh Krishnan Kwek Lau Lee Leong Lim Loh Low Menon Nair Neo Ng Ong
        Osman Pang Phua Pillai Quek Rahman Rajan Seah Seow Sim Soh Subramaniam Tan Tay Teo Toh
        Wee Wong Yap Yeo
    """,
}
